import type {Metadata} from 'next'
import {NextSteps} from '#components/checkout/next-steps.tsx'
import {PlainPage} from '#components/site/plain-page.tsx'
import {getSiteSettings} from '#lib/content/site-settings.ts'

const TITLE = 'Your message has arrived'
const TEXT = 'Thank you for writing. There is nothing else that you need to do.'

const NEXT_STEPS = [
  'We read your message.',
  'The answer comes to the e-mail address that you gave. If you miss it, look in the folder for spam.',
  'A request about personal information is answered within 28 days.',
]

export async function generateMetadata(): Promise<Metadata> {
  const {sentTitle = TITLE} = await getSiteSettings({stega: false})
  return {title: sentTitle, robots: {index: false}}
}

/** Where a sent form leads. */
export default async function ContactSentPage() {
  const {sentTitle = TITLE, sentText = TEXT} = await getSiteSettings()
  return (
    <PlainPage title={sentTitle} beside={<NextSteps steps={NEXT_STEPS} />}>
      {sentText.split(/\n\s*\n/).map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <p>
        <a href="/">Back to the front page</a>
      </p>
    </PlainPage>
  )
}
