import type {MetadataRoute} from 'next'
import {getSiteSettings} from '#lib/content/site-settings.ts'

/** How the site looks on a home screen. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const {name, description} = await getSiteSettings({publishedOnly: true})
  return {
    name,
    short_name: name,
    description: description ?? name,
    start_url: '/',
    display: 'browser',
    background_color: '#fbfaf7',
    theme_color: '#fbfaf7',
    icons: [
      {src: '/icon-192.png', sizes: '192x192', type: 'image/png'},
      {src: '/icon-512.png', sizes: '512x512', type: 'image/png'},
      {src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable'},
    ],
  }
}
