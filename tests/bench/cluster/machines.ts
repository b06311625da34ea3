import {join} from 'node:path'
import {RedisServer, WITHOUT_REDIS} from '@local/document-server/testing/redis-server'
import {findFreePorts} from '@local/supervisor'
import {machineEnv} from '#tests/support/cluster.ts'
import {makeCertificates, Nginx, WITHOUT_NGINX} from '#tests/support/programs/nginx.ts'
import {BENCH_FOLDER, type Bench} from '../support/bench-stack.ts'
import {type Beside, startBeside} from '../support/start-beside.ts'

/** What a line says where several machines cannot be measured; nothing where they can. */
export const WITHOUT_MACHINES =
  WITHOUT_REDIS || WITHOUT_NGINX ? 'needs redis-server, nginx and openssl' : undefined

/** Two machines that share a Redis, behind the nginx that the site comes with. */
export type Machines = {
  sites: readonly [Beside, Beside]
  nginx: Nginx
  /** Ends all of them. */
  stop(): Promise<void>
}

/** Starts them, with TLS to readers and to Redis, as they are deployed. */
export async function startMachines(bench: Bench): Promise<Machines> {
  const endings: (() => unknown)[] = []
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }
  try {
    const {authority, service} = await makeCertificates(join(BENCH_FOLDER, 'certificates'))
    const redis = await RedisServer.start({authority, ...service('redis')})
    endings.push(() => redis.remove())
    const httpsPort = await findFreePorts(1)
    const env = machineEnv({httpsPort, redisUrl: redis.url, authority})
    const start = async (name: string) => {
      const site = await startBeside(bench, name, {mode: 'start', env})
      endings.push(site.stop)
      return site
    }
    const sites = [await start('machine-a'), await start('machine-b')] as const
    const nginx = await Nginx.start([hostOf(sites[0]), hostOf(sites[1])], {httpsPort})
    endings.push(() => nginx.remove())
    return {sites, nginx, stop}
  } catch (error) {
    await stop()
    throw error
  }
}

const hostOf = (site: Beside) => new URL(site.url).host
