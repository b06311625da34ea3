import {join} from 'node:path'
import type {PortPlan} from './process/ports.ts'
import {type Service, startService} from './process/service.ts'
import {type LakeAddress, lakeService} from './services/lake.ts'

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

/** The running stand-ins: how to reach each, and how to end them all. */
export type LocalServices = {
  lake: LakeAddress
  stop(): Promise<void>
}

/**
 * Starts every stand-in for a hosted service and resolves when all answer. One that falls later is started again.
 *
 * @throws Error that says which one did not start and why; the others are ended first.
 */
export async function startLocalServices(options: LocalServicesOptions): Promise<LocalServices> {
  const {root, ports, dataDir, logDir, signal, onTrouble} = options
  const lake = lakeService({root, port: ports.lake, dataDir: join(dataDir, 'lake')})

  const started = await Promise.allSettled(
    [{key: 'lake', service: lake}].map(({key, service: {name, args, health}}) =>
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
    return {lake: await lake.describe(), stop}
  } catch (error) {
    await stop()
    throw error
  }
}
