import type {RunningShop} from './running-shop.ts'
import {versionsOnPage} from './versions-on-page.ts'

/** Sends the form of a checkout page, as a browser does unless `headers` says otherwise. Redirects are not followed. */
export async function postCheckout(
  {siteUrl}: Pick<RunningShop, 'siteUrl'>,
  fields: Record<string, string>,
  headers: Record<string, string> = {origin: siteUrl, 'sec-fetch-site': 'same-origin'},
): Promise<Response> {
  const versions = await versionsOnPage(siteUrl)
  return fetch(`${siteUrl}/api/checkout`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams({plan: 'lifetime-access', ...versions, ...fields}),
  })
}
