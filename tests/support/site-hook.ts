import {createClient} from '@sanity/client'
import {expect} from 'playwright/test'
import {z} from 'zod'
import {WEBHOOK_NAME} from '#scripts/content/webhook.ts'
import {services} from './services.ts'

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
