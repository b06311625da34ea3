import type {Metadata, Viewport} from 'next'
import type {ReactNode} from 'react'

// As Sanity says for a Studio in Next's router (`next-sanity/studio`, whose module brings the whole Studio along).
export const metadata: Metadata = {referrer: 'same-origin', robots: 'noindex'}
export const viewport: Viewport = {width: 'device-width', initialScale: 1, viewportFit: 'cover'}

/** The Studio brings its own styles; none of the site's reach it. */
export default function StudioLayout({children}: {children: ReactNode}) {
  return (
    <html lang="en">
      <body style={{margin: 0}}>{children}</body>
    </html>
  )
}
