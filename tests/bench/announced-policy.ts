import {exchange} from '#tests/support/http.ts'
import {policyDocument, policyId, removePolicy} from '#tests/support/policies.ts'
import {contentClient} from '#tests/support/services.ts'
import {announceTo, siteHook} from '#tests/support/site.ts'

/** A policy that is published while no site is told of it, until the measurement itself announces it. */
export type AnnouncedPolicy = {
  path: string
  /** Publishes these words. */
  publish(words: string): Promise<void>
  /** Tells a site of the change. */
  announce(siteUrl: string): Promise<void>
}

/** Makes a policy for as long as `measure` takes. The lake's own announcements wait meanwhile. */
export async function withAnnouncedPolicy<Result>(
  slug: string,
  measure: (policy: AnnouncedPolicy) => Promise<Result>,
): Promise<Result> {
  const client = contentClient()
  const hook = await siteHook()
  await removePolicy(slug)
  await client.create(policyDocument(slug, {title: 'Announced', text: 'No words yet.'}))
  await hook.settled()
  const results: Result[] = []
  await hook.silenced(async () => {
    results.push(
      await measure({
        path: `/${slug}`,
        publish: async (words) => {
          await client.patch(policyId(slug)).set({'body[0].children[0].text': words}).commit()
        },
        announce: (siteUrl) => announcePolicy(siteUrl, slug, hook.secret),
      }),
    )
  })
  await removePolicy(slug)
  const [result] = results
  if (result === undefined) throw new Error('The measurement gave nothing.')
  return result
}

/**
 * Tells a site that a policy was published anew, as the Content Lake does.
 *
 * @throws Error when the site does not take it
 */
export function announcePolicy(siteUrl: string, slug: string, secret: string): Promise<void> {
  return announceTo(siteUrl, {_id: policyId(slug), _type: 'policy', slug, slugBefore: slug}, secret)
}

/**
 * A page's text, and the milliseconds to its first byte.
 *
 * @throws Error when the page is not there
 */
export async function readPage(url: string): Promise<{firstByteMs: number; text: string}> {
  const {status, body, firstByteMs} = await exchange(url)
  if (status !== 200) throw new Error(`${url} answered ${status}.`)
  return {firstByteMs, text: body.toString('utf8')}
}
