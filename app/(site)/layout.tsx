import '#components/ui/base.css'
import type {Metadata, Viewport} from 'next'
import type {ReactNode} from 'react'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'
import {Analytics} from './analytics.tsx'
import {openGraph} from './metadata.ts'
import {PageFrame} from './page-frame.tsx'

export const viewport: Viewport = {themeColor: '#fbfaf7', colorScheme: 'light'}

export async function generateMetadata(): Promise<Metadata> {
  const settings = await getSiteSettings({stega: false})
  const {name, description} = settings
  return {
    metadataBase: new URL(env().SITE_URL),
    title: {default: name, template: `%s · ${name}`},
    description,
    openGraph: openGraph(settings, {path: '/', title: name, description}),
    formatDetection: {telephone: false, email: false, address: false},
  }
}

export default function SiteLayout({children}: {children: ReactNode}) {
  return <PageFrame question={<Analytics />}>{children}</PageFrame>
}
