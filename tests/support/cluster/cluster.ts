import {mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {findFreeBase} from '#local/process/ports.ts'
import {placesIn} from '#scripts/stack/places.ts'
import {consoleProgress} from '#scripts/stack/progress.ts'
import {startStack} from '#scripts/stack/start-stack.ts'
import {freePort} from '../free-port.ts'
import {makeCertificates} from '../programs/certificates.ts'
import {Nginx, WITHOUT_NGINX} from '../programs/nginx.ts'
import {RedisServer, WITHOUT_REDIS} from '../programs/redis.ts'
import {startRealPostgres} from '../shop/real-postgres.ts'
import {SiteProcess} from './site-process.ts'
import {SlowLake} from './slow-lake.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** Why the tests of several machines cannot run here; nothing when they can. */
export const WITHOUT_CLUSTER = WITHOUT_REDIS ?? WITHOUT_NGINX

/** Two machines that serve one build, each with a lake that can be slowed, and what they share. */
export type Cluster = {
  sites: readonly [Machine, Machine]
  redis: RedisServer
  nginx: Nginx
  /** The folder of everything that both machines log. */
  logs: string
  /** Tells one machine of a change, as the Content Lake does. Rejects when it does not take it. */
  announce(machine: Machine, change: object): Promise<void>
  remove(): Promise<void>
}

export type Machine = {site: SiteProcess; lake: SlowLake}

/** Starts everything, with a Redis that speaks TLS only and a Postgres that is no embedded one. */
export async function startCluster(): Promise<Cluster> {
  const folder = join(ROOT, '.local', 'test', 'cluster')
  rmSync(folder, {recursive: true, force: true})
  const places = placesIn(folder, '.next-test')
  const endings: (() => unknown)[] = []
  const remove = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }
  try {
    const stack = await startStack({
      places,
      basePort: await findFreeBase(),
      mode: 'start',
      withSite: false,
      progress: consoleProgress(),
      signal: new AbortController().signal,
    })
    endings.push(stack.stop)
    process.env.STACK_SERVICES = places.services
    mkdirSync(places.logs, {recursive: true})

    const {authority, service} = await makeCertificates(join(folder, 'certificates'))
    const redis = await RedisServer.start({authority, ...service('redis')})
    endings.push(() => redis.remove())
    const postgres = await startRealPostgres()
    endings.push(postgres.stop)

    const ports = [await freePort(), await freePort()] as const
    const nginx = await Nginx.start([`127.0.0.1:${ports[0]}`, `127.0.0.1:${ports[1]}`])
    endings.push(() => nginx.remove())

    const machine = async (name: string, port: number): Promise<Machine> => {
      const lake = await SlowLake.start(stack.addresses.lake.url)
      endings.push(() => lake.close())
      const env = {
        ...stack.env,
        SITE_URL: `https://localhost:${nginx.httpsPort}`,
        SANITY_API_HOST: lake.url,
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        TRUSTED_PROXIES: '127.0.0.1',
        NODE_EXTRA_CA_CERTS: authority,
        LOG_DIR: join(places.logs, name),
      }
      const site = new SiteProcess({root: ROOT, build: places.build, name, port, env, logFolder: places.logs})
      endings.push(() => site.remove())
      await site.start()
      return {site, lake}
    }
    const sites = [await machine('a', ports[0]), await machine('b', ports[1])] as const
    const secret = stack.env.SANITY_WEBHOOK_SECRET ?? ''
    return {
      sites,
      redis,
      nginx,
      logs: places.logs,
      remove,
      announce: ({site}, change) => announce(site.url, change, secret),
    }
  } catch (error) {
    await remove()
    throw error
  }
}

async function announce(url: string, change: object, secret: string): Promise<void> {
  const body = JSON.stringify(change)
  const response = await fetch(`${url}/api/revalidate`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      [SIGNATURE_HEADER_NAME]: await encodeSignatureHeader(body, Date.now(), secret),
    },
  })
  await response.text()
  if (response.status !== 200) throw new Error(`The machine answered ${response.status}.`)
}
