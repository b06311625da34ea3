import {join} from 'node:path'

/** The folders and files that one running set of services and site owns. */
export type Places = {
  /** The project's folder. */
  root: string
  /** Data of the local services. */
  data: string
  logs: string
  /** Addresses and tokens for people and programs, as JSON. */
  services: string
  /** The same as variables, for the other commands. */
  env: string
  /** Held while the set runs. */
  lock: string
  /** Next's build, relative to the project's folder. */
  build: string
}

const ROOT = join(import.meta.dirname, '..', '..')

/** The set that `npm run demo` and `npm run dev` run. */
export function demoPlaces(): Places {
  return placesIn(join(ROOT, '.local'), '.next')
}

/** A set of its own below `folder`, which never meets the demo's. */
export function placesIn(folder: string, build: string): Places {
  return {
    root: ROOT,
    data: join(folder, 'data'),
    logs: join(folder, 'logs'),
    services: join(folder, 'services.json'),
    env: join(folder, 'env'),
    lock: join(folder, 'running.json'),
    build,
  }
}
