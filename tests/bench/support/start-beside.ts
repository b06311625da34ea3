import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {findFreePorts} from '@local/supervisor'
import {type SiteMode, startSite} from '#scripts/stack/next.ts'
import {copyBuild} from '#tests/support/stack.ts'
import type {Bench} from './bench-stack.ts'

export type Beside = {
  url: string
  /** The process that answers. */
  pid: number
  stop(): Promise<void>
}

export type BesideOptions = {
  /** `start`: our server. `plain`: Next's own. */
  mode: SiteMode
  /** Variables that differ from the set's. */
  env?: Record<string, string>
  /** The build to serve; that of the set unless it is named. */
  build?: string
}

/** Starts one more server on a copy of a build, so that neither has its pages from the other's disk. */
export async function startBeside(
  {stack, places, signal}: Bench,
  name: string,
  {mode, env = {}, build = places.build}: BesideOptions,
): Promise<Beside> {
  const copy = `.next-bench-${name}`
  copyBuild(join(places.root, build), join(places.root, copy))
  const port = await findFreePorts(1)
  const service = await startSite(mode, port, {
    places: {...places, build: copy, logs: join(places.logs, name)},
    env: {...stack.env, ...env},
    signal,
  })
  return {
    url: `http://127.0.0.1:${port}`,
    pid: service.pid,
    async stop() {
      await service.stop()
      rmSync(join(places.root, copy), {recursive: true, force: true})
    },
  }
}
