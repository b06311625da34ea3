import type {Metadata} from 'next'
import {ContactForm} from '#components/forms/contact-form.tsx'
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
      <p>
        Write to {name} here
        {contactEmail && (
          <>
            , or at <a href={`mailto:${contactEmail}`}>{contactEmail}</a>
          </>
        )}
        . A person reads every message.
      </p>
      <ContactForm />
    </Plain>
  )
}
