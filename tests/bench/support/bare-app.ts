import {cpSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {BENCH_FOLDER, type Bench} from './bench-stack.ts'

/** A Next application that does the least that the same work takes, to compare with. */
export type BareApp = {
  folder: string
  /** What it is built and run with, beside the site's variables. */
  env: Record<string, string>
}

/**
 * Puts a bare application where it can be built: a folder of its own, in which Next finds nothing of the site's.
 *
 * @param source the folder with its `app`
 * @param name of the folder to be made below that of the measurements
 */
export function placeBareApp({places}: Pick<Bench, 'places'>, source: string, name: string): BareApp {
  const folder = join(BENCH_FOLDER, name)
  rmSync(folder, {recursive: true, force: true})
  cpSync(join(import.meta.dirname, 'bare'), folder, {recursive: true})
  cpSync(source, folder, {recursive: true})
  return {folder, env: {PROJECT_ROOT: places.root, NEXT_TELEMETRY_DISABLED: '1'}}
}
