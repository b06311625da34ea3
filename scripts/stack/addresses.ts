import {readFileSync} from 'node:fs'
import {z} from 'zod'

const shape = z.object({
  site: z.object({url: z.string()}),
  studio: z.object({url: z.string()}),
  lake: z.object({
    url: z.string(),
    projectId: z.string(),
    dataset: z.string(),
    adminToken: z.string(),
    editorToken: z.string(),
    viewerToken: z.string(),
  }),
  stripe: z.object({url: z.string(), secretKey: z.string()}),
  mail: z.object({smtpUrl: z.string(), inboxUrl: z.string()}),
  postgres: z.object({url: z.string()}),
})

/** What `.local/services.json` holds: how to reach everything that runs. */
export type Addresses = z.infer<typeof shape>

/** Reads the addresses that a running set wrote. Throws when there is no such file or it has another shape. */
export function readAddresses(path: string): Addresses {
  return shape.parse(JSON.parse(readFileSync(path, 'utf8')))
}
