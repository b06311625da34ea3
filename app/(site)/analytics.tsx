import {CONSENT_WORDS, ConsentBanner} from '#components/privacy/consent-banner.tsx'
import {questionOf} from '#lib/consent.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'

/** What is asked about analytics; nothing while the site settings hold no measurement id. */
export async function analyticsQuestion(): Promise<{measurementId: string; question: string} | undefined> {
  const {measurementId} = await getSiteSettings({stega: false})
  if (measurementId === undefined) return undefined
  return {measurementId, question: questionOf({words: Object.values(CONSENT_WORDS), measurementId})}
}

/** The question about analytics, and nothing at all where there is none to ask. */
export async function Analytics() {
  const asked = await analyticsQuestion()
  return asked ? <ConsentBanner {...asked} tagHost={env().GOOGLE_TAG_HOST} /> : null
}
