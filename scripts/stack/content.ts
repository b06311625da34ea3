import {join} from 'node:path'
import {runTask} from '#local/process/task.ts'
import type {SiteOptions} from './next.ts'

/** Brings an empty dataset its first content, and tells the lake where to announce published changes. */
export async function prepareContent(
  {places, env, signal}: SiteOptions,
  say: (line: string) => void,
): Promise<void> {
  for (const script of ['seed.ts', 'sanity-webhook.ts']) {
    const args = [join(places.root, 'scripts', script)]
    await runTask({args, cwd: places.root, env: {...process.env, ...env}}, {signal, onLine: say})
  }
}
