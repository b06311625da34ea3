import {join} from 'node:path'
import {RedisServer, WITHOUT_REDIS} from '@local/document-server/testing/redis-server'
import {findFreePorts} from '@local/supervisor'
import {makeCertificates, Nginx, WITHOUT_NGINX} from './programs/nginx.ts'
import {startRealPostgres} from './programs/postgres.ts'
import {announceTo} from './site.ts'
import {SiteProcess} from './site-process.ts'
import {SlowLake} from './slow-lake.ts'
import {startServices} from './stack.ts'

/** Why the tests of several machines cannot run here; nothing when they can. */
export const WITHOUT_CLUSTER = WITHOUT_REDIS ?? WITHOUT_NGINX

/** Two machines that serve one build, each with a lake that can be slowed, and what they share. */
export type Cluster = {
  sites: readonly [Machine, Machine]
  redis: RedisServer
  nginx: Nginx
  /** The database that both machines write to. */
  databaseUrl: string
  /** The folder of everything that both machines log. */
  logs: string
  /** Tells one machine of a change, as the Content Lake does. Rejects when it does not take it. */
  announce(machine: Machine, change: object): Promise<void>
  remove(): Promise<void>
}

export type Machine = {
  /** Of its folder of logs. */
  name: string
  site: SiteProcess
  lake: SlowLake
}

/** Starts everything, with a Redis that speaks TLS only and a Postgres that is no embedded one. */
export async function startCluster(): Promise<Cluster> {
  const endings: (() => unknown)[] = []
  const remove = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }
  try {
    const {stack, places, folder} = await startServices('cluster')
    process.env.STACK_SERVICES = places.services
    endings.push(stack.stop)

    const {authority, service} = await makeCertificates(join(folder, 'certificates'))
    const redis = await RedisServer.start({authority, ...service('redis')})
    endings.push(() => redis.remove())
    const postgres = await startRealPostgres()
    endings.push(postgres.stop)

    const firstPort = await findFreePorts(2)
    const ports = [firstPort, firstPort + 1] as const
    const nginx = await Nginx.start([`127.0.0.1:${ports[0]}`, `127.0.0.1:${ports[1]}`])
    endings.push(() => nginx.remove())

    const machine = async (name: string, port: number): Promise<Machine> => {
      const lake = await SlowLake.start(stack.addresses.lake.url)
      endings.push(() => lake.close())
      const env = {
        ...stack.env,
        ...machineEnv({httpsPort: nginx.httpsPort, redisUrl: redis.url, authority}),
        SANITY_API_HOST: lake.url,
        DATABASE_URL: postgres.url,
        LOG_DIR: join(places.logs, name),
        // As the compose file has it.
        DRAIN_SECONDS: '3',
      }
      const site = await SiteProcess.prepare({name, build: places.build, env, logFolder: places.logs, port})
      endings.push(() => site.remove())
      await site.start()
      return {name, site, lake}
    }
    const sites = [await machine('a', ports[0]), await machine('b', ports[1])] as const
    const secret = stack.env.SANITY_WEBHOOK_SECRET ?? ''
    return {
      sites,
      redis,
      nginx,
      databaseUrl: postgres.url,
      logs: places.logs,
      remove,
      announce: ({site}, change) => announceTo(site.url, change, secret),
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A machine that serves the site by itself, with a lake that can be slowed and cut off. */
export type OneMachine = {
  site: SiteProcess
  lake: SlowLake
  /** Tells it of a change, as the Content Lake does. Rejects when it does not take it. */
  announce(change: object): Promise<void>
  remove(): Promise<void>
}

/** Starts the local services, a build, and one site on it. */
export async function startOneMachine(): Promise<OneMachine> {
  const {stack, places} = await startServices('one-machine')
  process.env.STACK_SERVICES = places.services
  const lake = await SlowLake.start(stack.addresses.lake.url)
  const port = await findFreePorts(1)
  const env = {...stack.env, SITE_URL: `http://127.0.0.1:${port}`, SANITY_API_HOST: lake.url}
  const site = await SiteProcess.prepare({
    name: 'one',
    build: places.build,
    env,
    logFolder: places.logs,
    port,
  })
  const remove = async () => {
    await site.remove()
    lake.close()
    await stack.stop()
  }
  try {
    await site.start()
  } catch (error) {
    await remove()
    throw error
  }
  const secret = stack.env.SANITY_WEBHOOK_SECRET ?? ''
  return {site, lake, remove, announce: (change) => announceTo(site.url, change, secret)}
}

/**
 * The variables of a machine that shares a Redis with others and stands behind an nginx on this one.
 *
 * @param authority path of the certificate that it must trust
 */
export function machineEnv({
  httpsPort,
  redisUrl,
  authority,
}: {
  httpsPort: number
  redisUrl: string
  authority: string
}): Record<string, string> {
  return {
    SITE_URL: `https://localhost:${httpsPort}`,
    REDIS_URL: redisUrl,
    TRUSTED_PROXIES: '127.0.0.1',
    NODE_EXTRA_CA_CERTS: authority,
  }
}
