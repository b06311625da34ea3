import {ClientError, createClient} from '@sanity/client'
import {z} from 'zod'
import {CommandError} from '../content/command-error.ts'
import {EXIT} from '../content/exit-codes.ts'
import type {webhookSettings} from './webhook-settings.ts'

const hook = z.object({id: z.string(), name: z.string(), url: z.string(), dataset: z.string()})

type Hook = z.infer<typeof hook>
type Settings = ReturnType<typeof webhookSettings>

type Access = {projectId: string; apiHost: string | undefined; token: string}

/**
 * The webhooks of a project. Every method rejects with CommandError when the token may not manage them.
 *
 * @see https://www.sanity.io/docs/http-reference/webhooks
 */
export function hooksApi({projectId, apiHost, token}: Access) {
  const client = createClient({
    projectId,
    token,
    apiVersion: '2021-10-04',
    useCdn: false,
    ...(apiHost ? {apiHost, useProjectHostname: false} : {}),
  })
  const url = `/hooks/projects/${projectId}`
  return {
    list: async (): Promise<Hook[]> => z.array(hook).parse(await client.request({url}).catch(refuse)),
    create: async (body: Settings): Promise<Hook> =>
      hook.parse(await client.request({url, method: 'POST', body}).catch(refuse)),
    update: async (id: string, body: Settings): Promise<Hook> =>
      hook.parse(
        await client.request({url: `${url}/${encodeURIComponent(id)}`, method: 'PUT', body}).catch(refuse),
      ),
  }
}

function refuse(error: unknown): never {
  if (error instanceof ClientError && [401, 403].includes(error.statusCode))
    throw new CommandError(
      EXIT.service,
      `This token may not manage webhooks (${error.message}). SANITY_ADMIN_TOKEN needs the role Administrator.`,
    )
  throw error
}
