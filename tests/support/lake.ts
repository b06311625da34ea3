import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createClient, type SanityClient} from '@sanity/client'
import {z} from 'zod'
import {startLake} from '#local/lake/lake.ts'

const accessFile = z.object({users: z.array(z.object({role: z.string(), token: z.string()}))})

/** A lake of a test's own, with nothing in it. */
export type TestLake = {
  url: string
  projectId: string
  dataset: string
  /** The token of the person with a role. */
  token(role: 'administrator' | 'editor' | 'viewer'): string
  /** A client that writes as an editor and sees drafts and published documents alike. */
  client: SanityClient
  /** The variables with which commands find this lake and may write. */
  env: Record<string, string>
  close(): Promise<void>
}

/** Starts a lake on a free port, on data that is thrown away when it closes. */
export async function startTestLake(): Promise<TestLake> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lake-'))
  const [projectId, dataset] = ['plumbperfect', 'production']
  const lake = await startLake({dataDir, port: 0, projectId, log: () => {}})
  const {users} = accessFile.parse(JSON.parse(await readFile(lake.accessFile, 'utf8')))
  const token = (role: string) => {
    const user = users.find((candidate) => candidate.role === role)
    if (!user) throw new Error(`${lake.accessFile} names no ${role}.`)
    return user.token
  }
  return {
    url: lake.url,
    projectId,
    dataset,
    token,
    client: createClient({
      projectId,
      dataset,
      apiHost: lake.url,
      useProjectHostname: false,
      apiVersion: '2026-01-01',
      token: token('editor'),
      useCdn: false,
      perspective: 'raw',
    }),
    env: {
      SANITY_PROJECT_ID: projectId,
      SANITY_DATASET: dataset,
      SANITY_API_HOST: lake.url,
      SANITY_WRITE_TOKEN: token('editor'),
    },
    async close() {
      await lake.close()
      await rm(dataDir, {recursive: true})
    },
  }
}
