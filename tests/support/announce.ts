import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {ask} from './ask.ts'
import {siteHook} from './site-hook.ts'

/** Tells the site of a change, signed as the Content Lake signs it. Throws when the site does not take it. */
export async function announce(change: object): Promise<void> {
  const {secret} = await siteHook()
  const body = JSON.stringify(change)
  const {status} = await ask('/api/revalidate', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      [SIGNATURE_HEADER_NAME]: await encodeSignatureHeader(body, Date.now(), secret),
    },
  })
  if (status !== 200) throw new Error(`The site answered ${status}.`)
}
