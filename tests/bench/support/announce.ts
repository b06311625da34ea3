import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {policyId} from '#tests/support/policies.ts'
import {exchange} from './exchange.ts'

/**
 * Tells a site that a policy was published anew, signed as the Content Lake signs it.
 *
 * @throws Error when the site does not take it
 */
export async function announce(siteUrl: string, slug: string, secret: string): Promise<void> {
  const body = JSON.stringify({_id: policyId(slug), _type: 'policy', slug, slugBefore: slug})
  const signature = await encodeSignatureHeader(body, Date.now(), secret)
  const {status} = await exchange(`${siteUrl}/api/revalidate`, {
    method: 'POST',
    body,
    headers: {'content-type': 'application/json', [SIGNATURE_HEADER_NAME]: signature},
  })
  if (status !== 200) throw new Error(`${siteUrl} answered ${status} to a signed announcement.`)
}
