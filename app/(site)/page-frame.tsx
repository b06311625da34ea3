import {draftMode} from 'next/headers'
import type {ReactNode} from 'react'
import {preload} from 'react-dom'
import {AnnouncementLine} from '#components/blocks/announcement/index.tsx'
import {SiteFooter, SiteHeader, SkipLink} from '#components/site/site-frame.tsx'
import page from '#components/ui/page-width.module.css'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {Preview} from './preview.tsx'

/** Asked for at once, since every page begins with a heading. `fonts.css` names it too. */
const HEADINGS_FONT = '/fonts/besley-600-v1.woff2'

/**
 * What stands around every page that visitors read.
 *
 * @param question stands above everything else, where something is asked of the reader
 */
export async function PageFrame({children, question}: {children: ReactNode; question?: ReactNode}) {
  preload(HEADINGS_FONT, {as: 'font', type: 'font/woff2', crossOrigin: 'anonymous'})
  const {isEnabled: isPreview} = await draftMode()
  const settings = await getSiteSettings()
  const {name, announcement, navigation} = settings
  return (
    // Marks a page that is complete without scripts; a preview needs them.
    <html lang="en" data-document={isPreview ? undefined : ''}>
      <body>
        <SkipLink />
        {isPreview ? <Preview /> : question}
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
          asksForConsent={settings.measurementId !== undefined}
        />
      </body>
    </html>
  )
}
