import '#components/ui/base.css'
import type {Metadata, Viewport} from 'next'
import {draftMode} from 'next/headers'
import type {ReactNode} from 'react'
import {preload} from 'react-dom'
import {AnnouncementLine} from '#components/blocks/announcement/index.tsx'
import {SiteFooter, SiteHeader, SkipLink} from '#components/site/site-frame.tsx'
import page from '#components/ui/page-width.module.css'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'
import {openGraph} from './metadata.ts'
import {Preview} from './preview.tsx'

/** Asked for at once, since every page begins with a heading. `fonts.css` names it too. */
const HEADINGS_FONT = '/fonts/besley-600-v1.woff2'

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

/** What stands around every page that visitors read. */
export default async function SiteLayout({children}: {children: ReactNode}) {
  preload(HEADINGS_FONT, {as: 'font', type: 'font/woff2', crossOrigin: 'anonymous'})
  const {isEnabled: isPreview} = await draftMode()
  const settings = await getSiteSettings()
  const {name, announcement, navigation} = settings
  return (
    // Marks a page that is complete without scripts; a preview needs them.
    <html lang="en" data-document={isPreview ? undefined : ''}>
      <body>
        <SkipLink />
        {isPreview && <Preview />}
        {announcement && <AnnouncementLine {...announcement} />}
        <SiteHeader name={name} navigation={navigation} />
        <main id="main" tabIndex={-1} className={page.page}>
          {children}
        </main>
        <SiteFooter
          name={name}
          columns={settings.footerColumns}
          contact={{email: settings.contactEmail, phone: settings.phone, address: settings.address}}
          note={settings.footerNote}
          copyright={{holder: settings.copyrightHolder, year: settings.copyrightYear}}
        />
      </body>
    </html>
  )
}
