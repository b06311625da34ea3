import {once} from 'node:events'
import {mkdir} from 'node:fs/promises'
import type {Server} from 'node:http'
import {join, resolve} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {createAccessFeature} from './access/feature.ts'
import {loadPeople, type People} from './access/people.ts'
import {createActionsFeature} from './actions/feature.ts'
import {createAssetsFeature} from './assets/feature.ts'
import type {Feature, LakeContext} from './contracts.ts'
import {DatasetRegistry} from './dataset/registry.ts'
import {createDocFeature} from './doc/feature.ts'
import {createExportFeature} from './export/feature.ts'
import {createHistoryFeature} from './history/feature.ts'
import {isLoopbackAddress, isLoopbackName} from './http/loopback.ts'
import {createLakeServer} from './http/server.ts'
import {createListenFeature} from './listen/feature.ts'
import {createLiveFeature} from './live/feature.ts'
import {logLine} from './log.ts'
import {createPresenceFeature} from './presence/feature.ts'
import {createQueryEngine} from './query/engine.ts'
import {createQueryFeature} from './query/feature.ts'
import {lockDirectory} from './store/directory-lock.ts'
import {createDatasetsFeature} from './studio/datasets-feature.ts'
import {createHostedServicesFeature} from './studio/hosted-services-feature.ts'
import {createKeyValueFeature} from './studio/key-value-feature.ts'
import {KeyValues} from './studio/key-values.ts'
import {createProjectFeature} from './studio/project-feature.ts'
import {createUsersFeature} from './studio/users-feature.ts'
import {createMutateFeature} from './transaction/mutate-feature.ts'
import {createWebhooksFeature} from './webhooks/feature.ts'

/** How long requests that are being answered may take when the lake ends. */
const GRACE_MS = 3_000

const OPEN_WARNING =
  'other machines can reach this lake: without a token they can read every public dataset, and nothing is encrypted; only a browser on this machine can sign in'

export type LakeOptions = {
  /** Directory that holds everything; made when it does not exist. */
  dataDir: string
  /** 0 picks a free port. */
  port: number
  /** Address to listen on. Anything but a loopback address lets other machines in. */
  host?: string
  projectId?: string
  /** Datasets that exist from the start; others come to be with the first write. */
  datasets?: readonly string[]
  /** Origins beside this machine's own to which a sign-in may lead back. */
  siteOrigins?: readonly string[]
  /** Threads that evaluate queries, for each dataset. */
  queryWorkers?: number
  /** Longest evaluation of one query, in milliseconds. */
  queryLimitMs?: number
  log?: LakeContext['log']
}

export type Lake = {url: string; accessFile: string; close(): Promise<void>}

/**
 * Starts a local Content Lake.
 *
 * @throws Error when the port is taken, the directory belongs to a running lake, or a log in it is damaged.
 */
export async function startLake(options: LakeOptions): Promise<Lake> {
  const {port, host = '127.0.0.1', projectId = 'local', log = logLine} = options
  const dataDir = resolve(options.dataDir)
  await mkdir(dataDir, {recursive: true})
  const unlock = lockDirectory(dataDir)
  const closers: (() => Promise<void> | undefined)[] = [async () => unlock()]
  const close = async () => {
    const failures: unknown[] = []
    for (const closer of closers.splice(0).reverse())
      await Promise.resolve(closer()).catch((error) => failures.push(error))
    if (failures.length > 0) throw new AggregateError(failures, 'the lake did not end cleanly')
  }
  try {
    const accessFile = join(dataDir, 'access.json')
    const people = await loadPeople(accessFile, projectId)
    const registry = await DatasetRegistry.open({
      projectId,
      directory: join(dataDir, 'datasets'),
      log,
      createEngine: (dataset) =>
        createQueryEngine(dataset, {
          workers: options.queryWorkers ?? 2,
          limitMs: options.queryLimitMs ?? 10_000,
        }),
    })
    closers.push(() => registry.close())
    for (const name of options.datasets ?? []) registry.get(name, {create: true})

    const server = {url: ''}
    const baseUrl = () => server.url
    const context: LakeContext = {
      projectId,
      dataDir,
      baseUrl,
      dataset: (name, wanted) => registry.get(name, wanted),
      datasets: () => registry.all(),
      onDataset: (listener) => registry.onDataset(listener),
      engine: (dataset) => registry.engine(dataset),
      identify: (token) => people.withToken(token),
      log,
    }
    const features = [
      createAccessFeature({people, siteOrigins: options.siteOrigins ?? [], baseUrl}),
      ...(await createFeatures(context, registry, people)),
    ]
    const {server: http, settled} = createLakeServer({projectId, host, features, context})
    for (const feature of features) if (!feature.upgrade) closers.push(async () => feature.close?.())
    server.url = `http://${isLoopbackName(host) ? 'localhost' : host}:${await listen(http, port, host)}`
    closers.push(() => stop(http, settled))
    if (!isLoopbackName(host) && !isLoopbackAddress(host)) log('warn', OPEN_WARNING, {host})
    // The server does not close before the sockets that were taken over from it.
    for (const feature of features) if (feature.upgrade) closers.push(async () => feature.close?.())
    for (const feature of features) await feature.started?.()
    return {url: server.url, accessFile, close}
  } catch (error) {
    await close()
    throw error
  }
}

async function createFeatures(
  context: LakeContext,
  registry: DatasetRegistry,
  people: People,
): Promise<Feature[]> {
  return [
    createQueryFeature(context),
    createDocFeature(context),
    createMutateFeature(context),
    createActionsFeature((name, wanted) => registry.get(name, wanted)),
    createHistoryFeature((name) => registry.get(name)),
    createListenFeature(context),
    createLiveFeature(context),
    createPresenceFeature(context),
    createAssetsFeature(context),
    createWebhooksFeature(context),
    createExportFeature(context),
    createKeyValueFeature(await KeyValues.open(join(context.dataDir, 'keyvalue.json'))),
    createUsersFeature(people),
    createProjectFeature(context, people),
    createDatasetsFeature(registry, context.projectId),
    createHostedServicesFeature(),
  ]
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}

/** What is being answered still gets its answer, within reason. */
async function stop(server: Server, settled: () => Promise<void>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  await Promise.race([settled(), setTimeout(GRACE_MS, undefined, {ref: false})])
  // Streams and idle connections would hold the server open for ever.
  server.closeAllConnections()
  await closed
}
