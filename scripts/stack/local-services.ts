import {join} from 'node:path'
import {type Service, startService} from '@local/supervisor'
import type {PortPlan} from './ports.ts'
import {type LakeAddress, lakeService} from './services/lake.ts'
import {type MailAddress, mailService} from './services/mail.ts'
import {type PostgresAddress, postgresService} from './services/postgres.ts'
import {type StripeAddress, stripeService} from './services/stripe.ts'

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
export type ServiceAddresses = {
  lake: LakeAddress
  stripe: StripeAddress
  mail: MailAddress
  postgres: PostgresAddress
}

/** The running stand-ins: how to reach each, and how to end them all. */
export type LocalServices = ServiceAddresses & {stop(): Promise<void>}

/**
 * Starts every stand-in for a hosted service and resolves when all answer. One that falls later is started again.
 *
 * @throws Error that says which one did not start and why; the others are ended first.
 */
export async function startLocalServices(options: LocalServicesOptions): Promise<LocalServices> {
  const {root, logDir, signal, onTrouble} = options
  const services = listServices(options)
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

function listServices({root, ports, dataDir}: LocalServicesOptions) {
  const place = (name: string, port: number) => ({root, port, dataDir: join(dataDir, name)})
  return {
    lake: lakeService(place('lake', ports.lake)),
    stripe: stripeService(place('stripe', ports.stripe)),
    mail: mailService({...place('mail', ports.inbox), smtpPort: ports.smtp}),
    postgres: postgresService(place('postgres', ports.postgres)),
  }
}
