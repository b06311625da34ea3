import {join} from 'node:path'
import {freePort} from '../free-port.ts'
import {startServices} from '../stack.ts'
import {announceTo} from './announce-to.ts'
import {SiteProcess} from './site-process.ts'
import {SlowLake} from './slow-lake.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

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
  const port = await freePort()
  const env = {...stack.env, SITE_URL: `http://127.0.0.1:${port}`, SANITY_API_HOST: lake.url}
  const site = new SiteProcess({
    root: ROOT,
    build: places.build,
    name: 'one',
    port,
    env,
    logFolder: places.logs,
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
