import type {Metadata} from 'next'
import {RequestsPage} from '#components/privacy/requests-page.tsx'

export const metadata: Metadata = {title: 'Look in your mail', robots: {index: false}}

/** Where a request leads, whether or not the address is known. */
export default function PrivacyRequestSentPage() {
  return (
    <RequestsPage
      title="Look in your mail"
      lead="We have sent a link to the address that you gave. It works for 30 minutes, once."
    >
      <p>
        The mail has the number of your request, and the day by which it is answered. If it does not come
        within a few minutes, look among the unwanted mail, or <a href="/privacy/requests">ask again</a>.
      </p>
      <p>For your protection this page says the same for every address.</p>
    </RequestsPage>
  )
}
