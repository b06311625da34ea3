import {relative} from 'node:path'
import type {Addresses} from './addresses.ts'
import type {Places} from './places.ts'

/** What a person sees once everything is up: the addresses, and what to try first. */
export function welcome(addresses: Addresses, places: Places): string {
  const {site, studio, lake, stripe, mail, postgres} = addresses
  const rows: [string, string][] = [
    ['Website', site.url],
    ['Privacy policy', `${site.url}/privacy`],
    ['Studio (edit and publish)', studio.url],
    ['Buy (test money)', `${site.url}/checkout/lifetime-access`],
    ['Mail that was sent', mail.inboxUrl],
    ['Stripe stand-in', stripe.url],
    ['Content Lake', lake.url],
    ['Postgres', postgres.url],
    ['Addresses and tokens', relative(places.root, places.services)],
    ['Logs', relative(places.root, places.logs)],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const line = '─'.repeat(width + 2 + Math.max(...rows.map(([, value]) => value.length)))
  const table = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
  return `
${line}
${table.join('\n')}
${line}

Try this first:
  1. Open ${studio.url} and sign in as the editor (no password on your own machine).
  2. Open “Privacy Policy”, change a word, and press Publish.
  3. Reload ${site.url}/privacy: the new words are there.
  4. Buy at ${site.url}/checkout/lifetime-access with the test card 4242 4242 4242 4242, and
     find the confirmation with the set-up link at ${mail.inboxUrl}.

Ctrl-C ends everything; your content is kept. \`npm run demo -- --fresh\` starts over.`
}
