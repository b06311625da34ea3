import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {contentClient} from '#tests/support/content.ts'
import {policyDocument, policyId, removePolicy} from '#tests/support/policies.ts'
import {services} from '#tests/support/services.ts'
import {siteHook} from '#tests/support/site-hook.ts'
import type {Finding} from '../report/report.ts'
import {median, timed} from '../report/stats.ts'

const SLUG = 'bench-announced'
const ROUNDS = 30
const READERS = 32

/**
 * How soon a page is fresh once the site is told of a change, beside what rendering the expired page takes by itself,
 * and how many of the readers who come right after the answer still get the old words.
 */
export async function announcements(): Promise<Finding[]> {
  const hook = await siteHook()
  const client = contentClient()
  const page = `${services().site.url}/${SLUG}`
  await removePolicy(SLUG)
  await client.create(policyDocument(SLUG, {title: 'Announced', text: 'Round none.'}))
  await hook.settled()
  await read(page)
  const times: {announced: number[]; rendered: number[]} = {announced: [], rendered: []}
  let stale = 0
  await hook.silenced(async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const words = `Round ${round}.`
      await client.patch(policyId(SLUG)).set({'body[0].children[0].text': words}).commit()
      const told = await timed(() => announce(hook.secret))
      let first = ''
      const rendered = await timed(async () => {
        first = await read(page)
      })
      const others = await Promise.all(Array.from({length: READERS}, () => read(page)))
      stale += [first, ...others].filter((body) => !body.includes(words)).length
      times.announced.push(told + rendered)
      times.rendered.push(rendered)
    }
  })
  await removePolicy(SLUG)
  const [announced, rendered] = [median(times.announced), median(times.rendered)]
  return [
    {what: 'webhook sent to first fresh page', value: announced, unit: 'ms'},
    {what: 'render of the expired page by itself', value: rendered, unit: 'ms'},
    {what: 'webhook to fresh page, against the render', value: announced / rendered, unit: '×', goal: 2},
    {what: `stale pages among ${ROUNDS * (READERS + 1)} read after`, value: stale, unit: 'count', goal: 0},
  ]
}

async function read(url: string): Promise<string> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`)
  return answer.text()
}

async function announce(secret: string): Promise<void> {
  const body = JSON.stringify({_id: policyId(SLUG), _type: 'policy', slug: SLUG, slugBefore: SLUG})
  const answer = await fetch(`${services().site.url}/api/revalidate`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      [SIGNATURE_HEADER_NAME]: await encodeSignatureHeader(body, Date.now(), secret),
    },
  })
  if (!answer.ok) throw new Error(`The site answered ${answer.status} to a signed announcement.`)
}
