import type {Metadata} from 'next'
import {headers} from 'next/headers'
import {redirect} from 'next/navigation'
import {deliverSoon} from '#app/deliver-soon.ts'
import {
  AskForm,
  ChangeList,
  ChildForm,
  CorrectionForm,
  DeletionPreview,
  HeldInformation,
  RequestsPage,
  StepButton,
} from '#components/privacy/requests-page.tsx'
import {commerce} from '#lib/commerce.ts'
import {MAX_WORDS_CHARACTERS, REQUESTS_PATH} from '#lib/format/forms.ts'
import {decodeReturnedForm, RETURNED_FORM_HEADER} from '#lib/http/forms.ts'
import {logger} from '#lib/log.ts'
import {tablesOf} from '#lib/personal-data/archive.ts'
import {showPerson} from '#lib/personal-data/carry-out.ts'
import {checkCorrection, currentContact} from '#lib/personal-data/correct.ts'
import {previewErasure} from '#lib/personal-data/erase.ts'
import {isNothingHeld} from '#lib/personal-data/export.ts'
import {type ProvedRequest, requestOfPage} from '#lib/personal-data/requests.ts'
import {type ReturnedRequest, returnedRequest} from '../returned-request.ts'

export const metadata: Metadata = {title: 'Your information', robots: {index: false}}

/** The page in answer to a form of the data requests. */
export default async function PrivacyRequestAnswerPage() {
  const form = decodeReturnedForm((await headers()).get(RETURNED_FORM_HEADER), returnedRequest)
  if (!form) redirect(REQUESTS_PATH)
  if (form.view === 'ask') return <Ask form={form} />
  if (form.view === 'refused') return <Refused reason={form.reason} />
  const request = await requestOfPage(commerce().db, form.key).catch(unavailable)
  if (request === 'unavailable') return <Later pageKey={form.key} />
  if (request === undefined) return <Refused reason="expired" />
  return await stepOf(request, form).catch((error: unknown) => {
    unavailable(error)
    return <Later pageKey={form.key} />
  })
}

function unavailable(error: unknown): 'unavailable' {
  // Its message may quote an address.
  logger.error({error: error instanceof Error ? error.name : 'unknown'}, 'a data request could not be shown')
  return 'unavailable'
}

const NOTICES = {
  problems: 'Something is missing.',
  limited: 'Several requests came from your connection within the last hour. Please try again in an hour.',
  unavailable: 'Something broke on our side, and it is not your doing. Please send it again in a minute.',
} as const

function Ask({form}: {form: Extract<ReturnedRequest, {view: 'ask'}>}) {
  return (
    <RequestsPage title="Your request is not sent yet" lead={NOTICES[form.notice]}>
      <AskForm kind={form.kind} email={form.email} problems={form.problems} />
    </RequestsPage>
  )
}

const REFUSALS = {
  unknown: {
    title: 'This link does not work',
    text: 'It may have been cut short on its way. Open it from our mail, or copy the whole address.',
  },
  used: {
    title: 'This link was used already',
    text: 'A link works once. If you need another, just ask again.',
  },
  expired: {
    title: 'The time is up',
    text: 'For your protection a link works for 30 minutes. Just ask again.',
  },
  over: {title: 'This request is over', text: 'Nothing more is to be done with it.'},
  unavailable: {
    title: 'We cannot do it just now',
    text: 'Something on our side does not answer. Go back and try again in a minute.',
  },
} as const

function Refused({reason}: {reason: keyof typeof REFUSALS}) {
  const {title, text} = REFUSALS[reason]
  return (
    <RequestsPage title={title} lead={text}>
      <p>
        <a href={REQUESTS_PATH}>Ask for a new link</a>
      </p>
    </RequestsPage>
  )
}

function Later({pageKey}: {pageKey: string}) {
  return (
    <RequestsPage
      title="We cannot look everywhere just now"
      lead="One of the places where your information may be does not answer, and half an answer would be no answer."
    >
      <StepButton pageKey={pageKey} intent="show">
        Try again
      </StepButton>
      <p>The button works for 30 minutes.</p>
    </RequestsPage>
  )
}

type OpenForm = Extract<ReturnedRequest, {view: 'open'}>

function stepOf(request: ProvedRequest, form: OpenForm) {
  switch (request.kind) {
    case 'access':
      return see(request, form)
    case 'correction':
      return correct(request, form)
    case 'deletion':
      return confirmDeletion(request, form)
    case 'child':
      return describeChild(form)
  }
}

async function see(request: ProvedRequest, {key}: OpenForm) {
  const exported = await showPerson(commerce(), request)
  deliverSoon()
  if (isNothingHeld(exported))
    return (
      <RequestsPage
        title="We hold nothing about you"
        lead={`Nothing is stored under ${request.email}, in our records or at Stripe.`}
      >
        <p>
          Have you used another address with us? <a href={REQUESTS_PATH}>Ask for that one</a>.
        </p>
      </RequestsPage>
    )
  return (
    <RequestsPage
      title="What we hold about you"
      lead={`Everything under ${request.email}, and nothing else.`}
    >
      <HeldInformation pageKey={key} tables={tablesOf(exported)} />
    </RequestsPage>
  )
}

async function correct(request: ProvedRequest, {key, typed, problems, notice}: OpenForm) {
  const {db} = commerce()
  const current = await currentContact(db, request.email)
  if (current === undefined)
    return (
      <RequestsPage
        title="There is nothing to correct"
        lead={`No order has contact details under ${request.email}.`}
      >
        <p>
          A message that you wrote to us stays as you wrote it; you can have it deleted.{' '}
          <a href={REQUESTS_PATH}>Ask for that</a>.
        </p>
      </RequestsPage>
    )
  if (notice === 'confirm' && request.wanted !== null) {
    const checked = await checkCorrection(db, request.email, request.wanted)
    if (checked.ok)
      return (
        <RequestsPage title="Is this right?" lead="Nothing is changed before you say so.">
          <ChangeList changes={checked.changes} />
          {request.wanted.email !== undefined && (
            <p>The new address must say yes too: we send a link there first.</p>
          )}
          <StepButton pageKey={key} intent="confirm">
            Yes, change it
          </StepButton>
        </RequestsPage>
      )
  }
  return (
    <RequestsPage
      title="Correct your information"
      lead={
        notice === 'unchanged'
          ? 'Everything is as you have just sent it. Change what is wrong.'
          : 'Change what is wrong. We change it in our records and at Stripe.'
      }
    >
      <CorrectionForm pageKey={key} values={{...current, ...typed}} problems={problems ?? {}} />
    </RequestsPage>
  )
}

async function confirmDeletion(request: ProvedRequest, {key}: OpenForm) {
  const view = await previewErasure(commerce(), request.email)
  const isNothing = view.orders + view.messages + view.holds.length === 0 && !view.isAtStripe
  if (isNothing)
    return (
      <RequestsPage
        title="There is nothing to delete"
        lead={`We hold nothing under ${request.email}. This request, and its address, are forgotten in two days.`}
      />
    )
  return (
    <RequestsPage title="Delete your information" lead="Please read this first. It cannot be undone.">
      <DeletionPreview pageKey={key} view={view} />
    </RequestsPage>
  )
}

const CHILD_PROBLEMS: Readonly<Record<string, string>> = {
  empty: 'Please write which information it is.',
  'too-long': `Please use at most ${MAX_WORDS_CHARACTERS.toLocaleString('en-US')} characters.`,
}

async function describeChild({key, notice, words}: OpenForm) {
  return (
    <RequestsPage
      title="Information about a child"
      lead="Our service is for businesses, and we do not knowingly hold anything about children. Tell us what it is, and a person of ours deletes it."
    >
      <ChildForm pageKey={key} words={words ?? ''} problem={CHILD_PROBLEMS[notice ?? '']} />
    </RequestsPage>
  )
}
