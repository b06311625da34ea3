import type {Metadata} from 'next'
import {cookies, headers} from 'next/headers'
import {type AnalyticsState, CookiesPage} from '#components/privacy/cookies-page.tsx'
import {CONSENT_COOKIE, readChoice, STORED_ITEMS, sendsGpc} from '#lib/consent.ts'
import {analyticsQuestion} from '../analytics.tsx'

export const metadata: Metadata = {
  title: 'Cookies',
  description:
    'Every cookie that this site may set, what it is for and how long it stays, and your choice about analytics.',
}

/** What this site may leave in a browser. Made for each reader: it says what they chose. */
export default async function Cookies() {
  const gpc = sendsGpc(await headers())
  return <CookiesPage state={await analyticsState(gpc)} gpc={gpc} items={STORED_ITEMS.map(toView)} />
}

async function analyticsState(gpc: boolean): Promise<AnalyticsState> {
  const asked = await analyticsQuestion()
  if (!asked) return {kind: 'unused'}
  const {question} = asked
  if (gpc) return {kind: 'gpc', question}
  const choice = readChoice((await cookies()).get(CONSENT_COOKIE)?.value)
  return {kind: choice?.question === question ? choice.answer : 'unanswered', question}
}

const toView = ({name, where, setBy, purpose, lasts, kind}: (typeof STORED_ITEMS)[number]) => ({
  name,
  where,
  setBy,
  purpose,
  lasts,
  kind,
})
