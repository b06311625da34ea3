import type {Metadata} from 'next'
import {Plain} from '#components/site/plain.tsx'
import {getSiteSettings} from '#lib/content/site-settings.ts'

export const metadata: Metadata = {
  title: 'Contact',
  description: 'How to reach us.',
  alternates: {canonical: '/contact'},
}

/** How to reach the business. */
export default async function ContactPage() {
  const {name, contactEmail} = await getSiteSettings()
  return (
    <Plain title="Contact">
      {contactEmail ? (
        <p>
          Write to {name} at <a href={`mailto:${contactEmail}`}>{contactEmail}</a>.
        </p>
      ) : (
        <p>{name} has not published an e-mail address here yet.</p>
      )}
    </Plain>
  )
}
