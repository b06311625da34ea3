import '#components/ui/base.css'
import type {Metadata, Viewport} from 'next'
import {draftMode} from 'next/headers'
import type {ReactNode} from 'react'
import {SiteFooter} from '#components/site/site-footer.tsx'
import {SiteHeader} from '#components/site/site-header.tsx'
import {SkipLink} from '#components/site/skip-link.tsx'
import page from '#components/ui/page-width.module.css'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'
import {sharedPicture} from '#lib/images/shared-picture.ts'
import {Preview} from './preview.tsx'

export const viewport: Viewport = {themeColor: '#fbfaf7', colorScheme: 'light'}

export async function generateMetadata(): Promise<Metadata> {
  const {name, description, shareImage} = await getSiteSettings({marks: false})
  return {
    metadataBase: new URL(env().SITE_URL),
    title: {default: name, template: `%s · ${name}`},
    description,
    openGraph: {
      type: 'website',
      siteName: name,
      locale: 'en_US',
      images: shareImage && sharedPicture(shareImage),
    },
    formatDetection: {telephone: false, email: false, address: false},
  }
}

/** What stands around every page that visitors read. */
export default async function SiteLayout({children}: {children: ReactNode}) {
  const {isEnabled: isPreview} = await draftMode()
  const {name, navigation, footerColumns, contactEmail, footerNote} = await getSiteSettings()
  return (
    // Marks a page that is complete without scripts; a preview needs them.
    <html lang="en" data-document={isPreview ? undefined : ''}>
      <body>
        <SkipLink />
        {isPreview && <Preview />}
        <SiteHeader name={name} navigation={navigation} />
        <main id="main" tabIndex={-1} className={page.page}>
          {children}
        </main>
        <SiteFooter name={name} columns={footerColumns} contactEmail={contactEmail} note={footerNote} />
      </body>
    </html>
  )
}
