import {once} from 'node:events'
import {mkdir} from 'node:fs/promises'
import type {Server} from 'node:http'
import {join, resolve} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {loadPeople, type People} from './access/people.ts'
import {createActionsFeature} from './api/actions.ts'
import {createDatasetsFeature} from './api/datasets.ts'
import {createDocumentsFeature} from './api/documents.ts'
import {createHistoryFeature} from './api/history.ts'
import {createHostedServicesFeature} from './api/hosted-services.ts'
import {createKeyValueFeature, KeyValues} from './api/key-values.ts'
import {createListenFeature} from './api/listen.ts'
import {createLiveFeature} from './api/live.ts'
import {createMutateFeature} from './api/mutate.ts'
import {createPresenceFeature} from './api/presence.ts'
import {createProjectFeature} from './api/project.ts'
import {createQueryFeature} from './api/query.ts'
import {createSchemasFeature} from './api/schemas.ts'
import {createSignInFeature} from './api/sign-in.ts'
import {createAssetsFeature} from './assets/feature.ts'
import type {Feature, LakeContext} from './contracts.ts'
import {DatasetRegistry} from './dataset/registry.ts'
import {isLoopbackAddress, isLoopbackName} from './http/hosts.ts'
import {createLakeServer} from './http/server.ts'
import {createQueryEngine} from './query/engine.ts'
import {lockDirectory} from './store/directory-lock.ts'
import {createWebhooksFeature} from './webhooks/feature.ts'

/** How long requests that are being answered may take when the lake ends. */
const GRACE_MS = 3_000

const OPEN_WARNING =
  'other machines can reach this lake: without a token they can read every public dataset, and nothing is encrypted; only a browser on this machine can sign in'

/** Writes one line for people: `[lake] warn: message key=value`. Errors and warnings go to the error stream. */
export const logLine: LakeContext['log'] = (level, message, fields = {}) => {
  const details = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
  const stream = level === 'info' ? process.stdout : process.stderr
  stream.write(`[lake] ${level}: ${message}${details.join('')}\n`)
}

export type LakeOptions = {
  /** Directory that holds all data; made when it does not exist. */
  dataDir: string
  /** 0 picks a free port. */
  port: number
  /** Address to listen on. Other machines can reach the lake unless it is a loopback address. */
  host?: string
  /** The project that clients name; `local` by default. */
  projectId?: string
  /** Datasets that exist from the start; others are made by the first write to them. */
  datasets?: readonly string[]
  /** Address of the proxy through which it is reached, `https://cdn.sanity.io`: what it says of itself, such as where an asset is, begins with it. */
  publicUrl?: string
  /** Origins, besides those of this machine, to which a sign-in may return. */
  siteOrigins?: readonly string[]
  /** Threads that evaluate queries, for each dataset. */
  queryWorkers?: number
  /** How long the evaluation of one query may take. */
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
    const baseUrl = () => options.publicUrl ?? server.url
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
      createSignInFeature({people, siteOrigins: options.siteOrigins ?? [], baseUrl}),
      ...(await createFeatures(context, registry, people)),
    ]
    const {server: http, settled} = createLakeServer({projectId, host, features, context})
    for (const feature of features) if (!feature.upgrade) closers.push(async () => feature.close?.())
    server.url = `http://${isLoopbackName(host) ? 'localhost' : host}:${await listen(http, port, host)}`
    closers.push(() => stop(http, settled))
    if (!isLoopbackName(host) && !isLoopbackAddress(host)) log('warn', OPEN_WARNING, {host})
    // WebSockets are closed before the server, which waits for them.
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
    createDocumentsFeature(context),
    createMutateFeature(context),
    createActionsFeature((name, wanted) => registry.get(name, wanted)),
    createSchemasFeature(context),
    createHistoryFeature((name) => registry.get(name)),
    createListenFeature(context),
    createLiveFeature(context),
    createPresenceFeature(context),
    createAssetsFeature(context),
    createWebhooksFeature(context),
    createKeyValueFeature(await KeyValues.open(join(context.dataDir, 'keyvalue.json'))),
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

/** Requests that are being answered have {@link GRACE_MS} to end. */
async function stop(server: Server, settled: () => Promise<void>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  await Promise.race([settled(), setTimeout(GRACE_MS, undefined, {ref: false})])
  // Streams and idle connections would keep the server from closing.
  server.closeAllConnections()
  await closed
}
