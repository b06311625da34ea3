import {z} from 'zod'
import {PROVIDERS_QUERY} from '#sanity/queries/site.ts'
import {contentTag} from './changes.ts'
import {fetchContent} from './client.ts'
import {exact, orNull, readEach, words} from './repair.ts'

/** What providers do for the site, as their list calls it while a provider has no name. */
const SERVICES = {
  payment: 'Payment',
  content: 'Words and pictures',
  mail: 'Mail',
  hosting: 'Hosting and database',
  analytics: 'Analytics',
  other: 'Another service',
} as const

const provider = z.object({
  _id: z.string(),
  service: exact
    .pipe(z.enum(['payment', 'content', 'mail', 'hosting', 'analytics', 'other']))
    .catch('other')
    .transform((service) => SERVICES[service]),
  name: words,
  purpose: words,
  data: words,
  place: words,
  url: orNull(exact.pipe(z.url({protocol: /^https$/}))),
})

export type Provider = z.infer<typeof provider>

/** Every provider that information may be shared with, in the order that editors gave them. */
export async function getProviders(): Promise<Provider[]> {
  return readEach(provider, await fetchContent({query: PROVIDERS_QUERY, tags: [contentTag('provider')]}))
}
