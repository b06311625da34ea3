import type {Metadata} from 'next'
import {headers} from 'next/headers'
import {redirect} from 'next/navigation'
import {ContactForm} from '#components/forms/contact-form.tsx'
import {PlainPage} from '#components/site/plain-page.tsx'
import {CONTACT_PATH} from '#lib/format/forms.ts'
import {decodeReturnedForm, RETURNED_FORM_HEADER} from '#lib/http/forms.ts'
import {type ReturnedContact, returnedContact} from '../returned-contact.ts'

export const metadata: Metadata = {title: 'Your message is not sent yet', robots: {index: false}}

const EXPLANATIONS: Record<ReturnedContact['notice'], string> = {
  problems: 'What you wrote is below. Nothing has been sent or kept so far.',
  limited:
    'Several messages came from your connection within the last hour. What you wrote is below: please send it again in an hour.',
  unavailable:
    'Something broke on our side, and it is not your doing. What you wrote is below: please send it again in a minute. Sent twice, it reaches us once.',
}

/** The contact form, shown again in place of the page that it was sent from. */
export default async function ContactAgainPage() {
  const form = decodeReturnedForm((await headers()).get(RETURNED_FORM_HEADER), returnedContact)
  if (!form) redirect(CONTACT_PATH)
  return (
    <PlainPage title="Your message is not sent yet">
      <p>{EXPLANATIONS[form.notice]}</p>
      <ContactForm typed={form.typed} problems={form.problems} />
    </PlainPage>
  )
}
