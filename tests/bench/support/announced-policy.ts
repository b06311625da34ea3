import {policyDocument, policyId, removePolicy} from '#tests/support/policies.ts'
import {contentClient} from '#tests/support/services.ts'
import {siteHook} from '#tests/support/site.ts'
import {announce} from './announce.ts'

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
        announce: (siteUrl) => announce(siteUrl, slug, hook.secret),
      }),
    )
  })
  await removePolicy(slug)
  const [result] = results
  if (result === undefined) throw new Error('The measurement gave nothing.')
  return result
}
