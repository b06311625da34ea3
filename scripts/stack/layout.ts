/** Where one stack (the site and the local services it runs on) keeps its files, listens, and says how to reach it. */
import {readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {z} from 'zod'

/** The folders and files that one stack owns. */
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
  /** Held while the stack runs. */
  lock: string
  /** Next's build, relative to the project's folder. */
  build: string
}

const ROOT = join(import.meta.dirname, '..', '..')

/** Those of the stack that `npm run demo` and `npm run dev` run. */
export function demoPlaces(): Places {
  return placesIn(join(ROOT, '.local'), '.next')
}

/** Those of a stack of its own below `folder`, which shares nothing with the demo's. */
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

/** Where each part of the stack listens, counted from the site's port. */
const PORT_OFFSETS = {site: 0, lake: 1, stripe: 2, smtp: 3, inbox: 4, postgres: 5} as const

type PortName = keyof typeof PORT_OFFSETS
export type PortPlan = Readonly<Record<PortName, number>>

const HIGHEST_PORT = 65_535
/** How many ports in a row the stack takes. */
export const PORT_COUNT = 6

/**
 * The ports of the whole stack.
 *
 * @param base the site's port
 * @throws RangeError when the ports would not fit below 65536
 */
export function planPorts(base: number): PortPlan {
  if (!Number.isInteger(base) || base < 1 || base + PORT_COUNT - 1 > HIGHEST_PORT) {
    throw new RangeError(`The port must be a whole number from 1 to ${HIGHEST_PORT - PORT_COUNT + 1}.`)
  }
  const at = (name: PortName) => base + PORT_OFFSETS[name]
  return {
    site: at('site'),
    lake: at('lake'),
    stripe: at('stripe'),
    smtp: at('smtp'),
    inbox: at('inbox'),
    postgres: at('postgres'),
  }
}

const addressesSchema = z.object({
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
export type Addresses = z.infer<typeof addressesSchema>

/** Reads the addresses that a running stack wrote. Throws when there is no such file or it has another shape. */
export function readAddresses(path: string): Addresses {
  return addressesSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
}

/** Writes the addresses as JSON and the site's variables as `NAME=value` lines, readable by their owner only. */
export function writeAddresses(places: Places, addresses: Addresses, env: Record<string, string>): void {
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  writePrivate(
    places.env,
    `# The local services that were started last. Written anew at every start.\n${lines.join('\n')}\n`,
  )
  writePrivate(places.services, `${JSON.stringify(addresses, null, 2)}\n`)
}

/** A file that exists would keep its mode, so it is made anew. */
function writePrivate(path: string, text: string): void {
  rmSync(path, {force: true})
  writeFileSync(path, text, {mode: 0o600})
}
