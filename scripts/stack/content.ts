import {join} from 'node:path'
import {runTask} from '@local/supervisor'
import type {Places} from './places.ts'

/**
 * Brings an empty dataset its first content, and tells the lake where to announce published changes.
 *
 * @param options `env` holds the variables of the commands, tokens that may write included
 */
export async function prepareContent(
  options: {places: Places; env: Record<string, string>; signal: AbortSignal},
  say: (line: string) => void,
): Promise<void> {
  const {places, env, signal} = options
  for (const script of ['seed.ts', 'sanity-webhook.ts']) {
    const args = [join(places.root, 'scripts', script)]
    await runTask({args, cwd: places.root, env: {...process.env, ...env}}, {signal, onLine: say})
  }
}
