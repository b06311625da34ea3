import {createClient} from '@sanity/client'
import {
  urlSearchParamPreviewPathname,
  urlSearchParamPreviewSecret,
} from '@sanity/preview-url-secret/constants'
import {createPreviewSecret} from '@sanity/preview-url-secret/create-secret'
import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {type APIRequestContext, expect} from 'playwright/test'
import {z} from 'zod'
import {WEBHOOK_NAME} from '#scripts/content/webhook.ts'
import {type Answer, exchange, type Question, sendBytes} from './http.ts'
import {contentClient, services} from './services.ts'

/** Asks the site of the stack for exactly this path, and unpacks and follows nothing. */
export const ask = (path: string, question?: Question): Promise<Answer> =>
  exchange(`${services().site.url}${path}`, question)

/** Sends bytes that need not be HTTP to the site of the stack, and gives back all that comes. */
export const sendToSite = (bytes: string, options?: {thenEnd?: boolean}): Promise<string> =>
  sendBytes(services().site.url, bytes, options)

/** Tells the site of the stack of a change, as the Content Lake does. Rejects when the site does not take it. */
export async function announce(change: object): Promise<void> {
  const {secret} = await siteHook()
  await announceTo(services().site.url, change, secret)
}

/** Tells a site of a change, signed as the Content Lake does. Rejects when the site does not take it. */
export async function announceTo(siteUrl: string, change: object, secret: string): Promise<void> {
  const body = JSON.stringify(change)
  const {status} = await exchange(`${siteUrl}/api/revalidate`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      [SIGNATURE_HEADER_NAME]: await encodeSignatureHeader(body, Date.now(), secret),
    },
  })
  if (status !== 200) throw new Error(`${siteUrl} answered ${status} to a signed announcement.`)
}

const hook = z.looseObject({id: z.string(), name: z.string(), secret: z.string()})

const messages = z.array(z.object({status: z.string()}))

/** The webhook that tells the site of what is published, as the Content Lake keeps it. */
export async function siteHook() {
  const {url: apiHost, projectId, adminToken} = services().lake
  const client = createClient({
    projectId,
    apiHost,
    useProjectHostname: false,
    token: adminToken,
    apiVersion: '2021-10-04',
    useCdn: false,
  })
  const url = `/hooks/projects/${projectId}`
  const found = z
    .array(hook)
    .parse(await client.request({url}))
    .find(({name}) => name === WEBHOOK_NAME)
  if (!found) throw new Error('The site has no webhook in the Content Lake.')
  const {id, projectId: _, createdAt, createdByUserId, isDisabled, deletedAt, ...settings} = found
  const change = (body: object) => client.request({url: `${url}/${id}`, method: 'PUT', body})
  return {
    /** What signs the messages. */
    secret: found.secret,
    /** Waits until the site has been told of everything so far. */
    async settled(): Promise<void> {
      const waiting = async () =>
        messages
          .parse(await client.request({url: `${url}/${id}/messages`}))
          .filter(({status}) => status === 'queued')
      await expect.poll(waiting).toEqual([])
    },
    /** Does something while the site is told of nothing. */
    async silenced(act: () => Promise<void>): Promise<void> {
      await change({...settings, isDisabledByUser: true})
      try {
        await act()
      } finally {
        await change({...settings, isDisabledByUser: false})
      }
    },
  }
}

/**
 * Enters draft mode as the Studio does; gives the cookies that an editor has then.
 *
 * @param asking how the site is asked
 */
export async function previewCookie(
  asking: (path: string) => Promise<Pick<Answer, 'headers'>> = ask,
): Promise<string> {
  const {secret} = await createPreviewSecret(contentClient(), 'test', services().studio.url)
  const query = new URLSearchParams({
    [urlSearchParamPreviewSecret]: secret,
    [urlSearchParamPreviewPathname]: '/privacy',
  })
  const {headers} = await asking(`/api/draft-mode/enable?${query}`)
  return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0]).join('; ')
}

/** The paths of all pages that the sitemap names. */
export async function sitePaths(request: APIRequestContext): Promise<string[]> {
  const xml = await (await request.get(`${services().site.url}/sitemap.xml`)).text()
  return [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url = '']) => new URL(url).pathname)
}
