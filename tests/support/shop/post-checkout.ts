import type {RunningShop} from './running-shop.ts'

/** Sends the form of a checkout page, as a browser does unless `headers` says otherwise. Redirects are not followed. */
export function postCheckout(
  {siteUrl}: Pick<RunningShop, 'siteUrl'>,
  fields: Record<string, string>,
  headers: Record<string, string> = {origin: siteUrl, 'sec-fetch-site': 'same-origin'},
): Promise<Response> {
  return fetch(`${siteUrl}/api/checkout`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams({plan: 'lifetime-access', ...fields}),
  })
}
