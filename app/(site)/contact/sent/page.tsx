import type {Metadata} from 'next'
import {Plain} from '#components/site/plain.tsx'

export const metadata: Metadata = {title: 'Your message has arrived', robots: {index: false}}

/** Where a sent form leads. */
export default function ContactSentPage() {
  return (
    <Plain title="Your message has arrived">
      <p>
        A person reads it and answers to the e-mail address that you gave. A short note that it arrived is on
        its way there.
      </p>
      <p>A request about personal information is answered within 28 days, and usually much sooner.</p>
      <p>
        <a href="/">Back to the front page</a>
      </p>
    </Plain>
  )
}
