import type {Metadata} from 'next'
import {Facts, RequestsPage} from '#components/privacy/requests-page.tsx'
import {commerce} from '#lib/commerce.ts'
import {REQUEST_WORDS} from '#lib/format/forms.ts'
import {logger} from '#lib/log.ts'
import {longDay} from '#lib/personal-data/emails.ts'
import {requestIdSchema, type ShownRequest, showRequest} from '#lib/personal-data/requests.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {title: 'Where your request stands', robots: {index: false}}

type PageProps = {searchParams: Promise<{number?: string | string[]}>}

/** Where a request stands, by its number. It shows nothing that is held about anyone. */
export default async function PrivacyRequestStatusPage({searchParams}: PageProps) {
  const {number} = await searchParams
  const id = requestIdSchema.safeParse(number)
  const shown = id.success ? await showRequest(commerce().db, id.data).catch(unavailable) : undefined
  if (shown === 'unavailable')
    return (
      <RequestsPage title="We cannot look just now" lead="Something on our side does not answer.">
        <p>Your request is safe. Please load this page again in a minute.</p>
      </RequestsPage>
    )
  if (shown === undefined)
    return (
      <RequestsPage title="There is no such request">
        <p>
          The number looks like REQ-7K3F-92QM-X1ZD and stands in our mail.{' '}
          <a href="/privacy/requests">Ask for your information</a>.
        </p>
      </RequestsPage>
    )
  const {request} = shown
  const {title, lead} = words(shown)
  return (
    <RequestsPage title={title} lead={lead}>
      <Facts
        facts={[
          ['Request', request.id],
          ['You asked to', REQUEST_WORDS[request.kind]],
          ['Received', longDay(request.receivedAt)],
          request.endedAt === null
            ? ['Answered by', longDay(request.dueAt)]
            : ['Ended', longDay(request.endedAt)],
        ]}
      />
      <p>The same is on its way to you by mail.</p>
    </RequestsPage>
  )
}

function unavailable(error: unknown): 'unavailable' {
  logger.error({error: error instanceof Error ? error.name : 'unknown'}, 'a request could not be shown')
  return 'unavailable'
}

function words({request: {kind, state}, tasks, mails}: ShownRequest): {title: string; lead: string} {
  if (state === 'denied')
    return {title: 'We cannot do this', lead: 'The reason is in the mail that we have sent you.'}
  if (state === 'done') return ENDED[kind]
  if (state === 'erasing') {
    const isAsked = tasks.some(({status}) => status !== 'done')
    return {
      title: 'Your information is being deleted',
      lead: isAsked
        ? 'Our own records are erased. Stripe, our payment processor, is asked for its part, and has not said yet that it is done.'
        : 'What can be erased now is erased. The rest goes as soon as it is not needed any more.',
    }
  }
  if (mails.some(({purpose}) => purpose === 'privacy_new_address'))
    return {
      title: 'One more step',
      lead: 'We have sent a link to the new address. Nothing changes until you press it. It works for 30 minutes.',
    }
  if (kind === 'child' && state === 'open')
    return {title: 'We have your request', lead: 'A person of ours reads it and deletes the information.'}
  return {title: 'Your request waits for you', lead: 'Use the link in our mail to go on with it.'}
}

const ENDED = {
  access: {title: 'You have seen your information', lead: 'This request is done.'},
  correction: {
    title: 'Your information is corrected',
    lead: 'It is changed in our records, and Stripe, our payment processor, is being told.',
  },
  deletion: {title: 'Your information is deleted', lead: 'Nothing that names you is left with us.'},
  child: {title: 'It is deleted', lead: 'The information about the child is deleted.'},
} as const
