import {join} from 'node:path'
import {createClient} from '@sanity/client'
import {runTask} from '#local/process/task.ts'
import type {LakeAddress} from '#local/services/lake.ts'
import type {SiteOptions} from './next.ts'

/** Brings an empty dataset its first content, and tells the lake where to announce published changes. */
export async function prepareContent(
  {places, env, signal}: SiteOptions,
  lake: LakeAddress,
  say: (line: string) => void,
): Promise<void> {
  const run = (script: string) =>
    runTask(
      {args: [join(places.root, 'scripts', script)], cwd: places.root, env: {...process.env, ...env}},
      {signal, onLine: say},
    )
  if ((await countDocuments(lake)) === 0) await run('seed.ts')
  await run('sanity-webhook.ts')
}

/** Documents that a person wrote, drafts included. */
async function countDocuments({url, projectId, dataset, adminToken}: LakeAddress): Promise<number> {
  const client = createClient({
    projectId,
    dataset,
    apiHost: url,
    useProjectHostname: false,
    apiVersion: '2026-01-01',
    token: adminToken,
    useCdn: false,
    perspective: 'raw',
  })
  return client.fetch<number>('count(*[!(_type match "system.*")])')
}
