import type {ReactNode} from 'react'

export {metadata, viewport} from 'next-sanity/studio'

/** The Studio brings its own styles; none of the site's reach it. */
export default function StudioLayout({children}: {children: ReactNode}) {
  return (
    <html lang="en">
      <body style={{margin: 0}}>{children}</body>
    </html>
  )
}
