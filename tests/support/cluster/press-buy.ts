import type {Answer, Question} from '../programs/ask-securely.ts'

type Ask = (path: string, question?: Question) => Promise<Answer>

/**
 * Opens the page of the plan and presses its button, as a browser without scripts does.
 *
 * @param origin the site's own
 * @throws Error when the page does not have the form
 */
export async function pressBuy(ask: Ask, origin: string): Promise<{nonce: string; answer: Answer}> {
  // The page's own address holds what makes the order one, and the plan's leads to a new one.
  const {status, headers} = await ask('/checkout/lifetime-access')
  if (headers.location === undefined) throw new Error(`The page of the plan answered ${status}.`)
  const page = await ask(headers.location)
  const valueAt = (name: string): string => {
    const value = new RegExp(`name="${name}" value="([^"]+)"`).exec(page.body)?.[1]
    if (value === undefined) throw new Error(`The page has no ${name}. It answered ${page.status}.`)
    return value
  }
  const names = ['plan', 'nonce', 'terms', 'policy']
  const answer = await ask('/api/checkout', {
    method: 'POST',
    headers: {origin, 'content-type': 'application/x-www-form-urlencoded'},
    body: new URLSearchParams(names.map((name) => [name, valueAt(name)])).toString(),
  })
  return {nonce: valueAt('nonce'), answer}
}
