/** Makes something happen in the stand-in for Stripe that no API call makes, such as a fault or the end of a bank debit. */
export async function control(
  stripeUrl: string,
  path: string,
  body: object = {},
  method = 'POST',
): Promise<unknown> {
  const response = await fetch(`${stripeUrl}/_control/${path}`, {
    method,
    ...(method === 'GET' ? {} : {body: JSON.stringify(body), headers: {'content-type': 'application/json'}}),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.status === 204 ? undefined : response.json()
}
