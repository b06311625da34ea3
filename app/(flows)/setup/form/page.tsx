import type {Metadata} from 'next'
import {headers} from 'next/headers'
import {redirect} from 'next/navigation'
import {SetupForm} from '#components/setup/setup-form.tsx'
import {SetupPage, SetupRefused, SetupSent} from '#components/setup/setup-page.tsx'
import {commerce} from '#lib/commerce.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {decodeReturnedForm, RETURNED_FORM_HEADER} from '#lib/http/forms.ts'
import {withDeadline} from '#lib/http/request.ts'
import {logger} from '#lib/log.ts'
import {type OpenSetupResult, openSetup} from '#lib/setup/form.ts'
import {type ReturnedSetup, returnedSetup} from '../returned-setup.ts'
import {returnedView, storedView, unsavedWords} from '../setup-views.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {title: 'Set-up form', robots: {index: false}}

type PageProps = {searchParams: Promise<Record<'link' | 'saved' | 'sent', string | string[] | undefined>>}

/** The set-up form as it is stored or, in answer to one that could not be saved whole, as it was typed. */
export default async function SetUpFormPage({searchParams}: PageProps) {
  const {link, saved, sent} = await searchParams
  if (typeof link !== 'string') redirect('/setup')
  const returned = decodeReturnedForm((await headers()).get(RETURNED_FORM_HEADER), returnedSetup)
  // A form that came back because the database does not answer has waited for it already.
  const stored = returned?.isUnanswered
    ? undefined
    : await withDeadline(openSetup(commerce(), link)).catch(unavailable)
  const {calendarAddress} = await getSiteSettings()
  const facts = {link, calendarAddress}
  return <SetupPage>{contentOf({facts, stored, returned, saved, isSent: sent !== undefined})}</SetupPage>
}

type Content = {
  facts: {link: string; calendarAddress: string | undefined}
  /** Undefined when the database does not answer. */
  stored: OpenSetupResult | undefined
  returned: ReturnedSetup | undefined
  /** The part that was saved just now. */
  saved: string | string[] | undefined
  /** Whether the form was sent off just now. */
  isSent: boolean
}

function contentOf({facts, stored, returned, saved, isSent}: Content) {
  if (stored === undefined || stored.ok) {
    if (returned) return <SetupForm view={returnedView(facts, stored, returned)} />
    if (stored) return <SetupForm view={storedView(facts, stored, saved)} />
    const againHref = `/setup/form?${new URLSearchParams({link: facts.link}).toString()}`
    return <SetupRefused reason="unavailable" againHref={againHref} unsaved={[]} />
  }
  if (stored.reason === 'submitted' && isSent) return <SetupSent orderId={stored.orderId} />
  const unsaved = returned === undefined ? [] : unsavedWords(returned)
  return <SetupRefused reason={stored.reason} againHref={undefined} unsaved={unsaved} />
}

function unavailable(error: unknown): OpenSetupResult | undefined {
  logger.error({error: error instanceof Error ? error.name : 'unknown'}, 'a set-up form could not be opened')
  return undefined
}
