import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'

/** Tells a site of a change, signed as the Content Lake does. Rejects when the site does not take it. */
export async function announceTo(url: string, change: object, secret: string): Promise<void> {
  const body = JSON.stringify(change)
  const response = await fetch(`${url}/api/revalidate`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      [SIGNATURE_HEADER_NAME]: await encodeSignatureHeader(body, Date.now(), secret),
    },
  })
  await response.text()
  if (response.status !== 200) throw new Error(`The machine answered ${response.status}.`)
}
