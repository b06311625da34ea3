import {randomUUID} from 'node:crypto'
import {createClient, RESP_TYPES, type RedisClientOptions} from '@redis/client'
import {z} from 'zod'
import type {Logger} from '../log/application-log.ts'
import type {Generation} from './generation.ts'
import {scripts} from './redis-scripts.ts'

/** How long a process waits for Redis when it starts. */
const MAX_FIRST_WAIT_MS = 2_000

/** How often Redis is asked what expired, should a message be lost. */
const POLL_MS = 500

/** Two connections to the Redis that machines share: one to ask, one for messages. Both come back by themselves. */
export type SharedConnection = ReturnType<typeof connectShared>

/** @param keyPrefix begins the name of every key, for a Redis that holds other things as well */
export function connectShared(options: RedisClientOptions, keyPrefix: string) {
  const asking = createClient({...options, scripts})
  const listening = createClient(options)
  return {
    asking,
    /** The same connection, for replies that are no text. */
    askingForBytes: asking.withTypeMapping({[RESP_TYPES.BLOB_STRING]: Buffer}),
    listening,
    // Keys of the whole set of machines, whichever build each runs: what is published is the same for all.
    stateKey: `${keyPrefix}:state`,
    channel: `${keyPrefix}:expired`,
    entryKey: (build: string, kind: string, key: string) => `${keyPrefix}:entry:${build}:${kind}:${key}`,
  }
}

/** The generation of content that all machines agree on. */
export type SharedGeneration = {epoch: string; generation: string}

export type SharedStateOptions = {
  connection: SharedConnection
  /** This process's own count, which moves whenever the shared one was seen to move. */
  generation: Pick<Generation, 'advance'>
  logger: Logger
  pollMs?: number
}

const stateReply = z.tuple([z.string(), z.string()]).rest(z.string())

/**
 * Keeps this process's count of expiries in step with the one in Redis: by messages at once, by polling soon. While Redis
 * is away the process goes on by itself, and remembers what Redis must be told.
 */
export class SharedState {
  readonly #connection: SharedConnection
  readonly #generation: Pick<Generation, 'advance'>
  readonly #pollMs: number
  readonly #logger: Logger
  /** Tags that ever expired while this process ran. What the build made of them is out of date. */
  readonly #expired = new Set<string>()
  /** Tags that Redis has not been told of. */
  #untold = new Set<string>()
  /** What Redis answered last, and whether it still answers. */
  #seen: SharedGeneration = {epoch: '', generation: '0'}
  #isConnected = false
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor({connection, generation, logger, pollMs = POLL_MS}: SharedStateOptions) {
    this.#connection = connection
    this.#generation = generation
    this.#pollMs = pollMs
    this.#logger = logger
  }

  /** Connects. Resolves when Redis answers, or after a time when it does not. */
  async start(): Promise<void> {
    const {asking, listening, channel} = this.#connection
    const {promise: answered, resolve} = Promise.withResolvers<void>()
    asking.on('error', () => this.#disconnected())
    asking.on('ready', () => void this.#poll().then(resolve))
    // Messages that are lost meanwhile are made up for by polling.
    listening.on('error', (error: Error) =>
      this.#logger.debug({err: error}, 'The connection for messages of Redis was lost'),
    )
    for (const client of [asking, listening]) client.connect().catch(() => {})
    // Held until there is a connection, and made again with each new one.
    listening.subscribe(channel, () => void this.#poll()).catch(() => {})
    const timer = setTimeout(resolve, MAX_FIRST_WAIT_MS)
    await answered
    clearTimeout(timer)
    if (!this.#isConnected)
      this.#logger.warn({}, 'Redis does not answer: this machine works alone until it does')
    this.#keepPolling()
  }

  /** What a render that begins now may be kept under; nothing while Redis is away. */
  get current(): SharedGeneration | undefined {
    return this.#isConnected ? this.#seen : undefined
  }

  /** Whether any of these tags is known to have expired since the build. */
  hasExpired(tags: readonly string[]): boolean {
    return tags.some((tag) => this.#expired.has(tag))
  }

  /** Expires tags everywhere: here at once, on the other machines when this resolves or when Redis is back. */
  async expire(tags: readonly string[]): Promise<void> {
    for (const tag of tags) {
      this.#expired.add(tag)
      this.#untold.add(tag)
    }
    this.#generation.advance()
    await this.#poll()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    for (const client of [this.#connection.asking, this.#connection.listening]) client.destroy()
  }

  #keepPolling(): void {
    if (this.#isClosed) return
    this.#timer = setTimeout(() => void this.#poll().then(() => this.#keepPolling()), this.#pollMs).unref()
  }

  async #poll(): Promise<void> {
    try {
      await this.#tell()
      const {asking, stateKey} = this.#connection
      const {epoch, generation} = this.#seen
      this.#see(await asking.look([stateKey], [randomUUID(), epoch, generation]))
    } catch {
      this.#disconnected()
    }
  }

  async #tell(): Promise<void> {
    const tags = this.#untold
    if (tags.size === 0) return
    this.#untold = new Set()
    try {
      const {asking, stateKey, channel} = this.#connection
      await asking.expire([stateKey], [randomUUID(), channel, ...tags])
    } catch (error) {
      for (const tag of tags) this.#untold.add(tag)
      throw error
    }
  }

  #see(reply: unknown): void {
    const [epoch, generation, ...tags] = stateReply.parse(reply)
    const wasConnected = this.#isConnected
    const isNews = epoch !== this.#seen.epoch || generation !== this.#seen.generation
    for (const tag of tags) this.#expired.add(tag)
    this.#seen = {epoch, generation}
    this.#isConnected = true
    // What expired while Redis was away is not known.
    if (isNews || !wasConnected) this.#generation.advance()
    if (!wasConnected) this.#logger.info({generation}, 'Redis answers: finished work is shared')
  }

  #disconnected(): void {
    if (!this.#isConnected) return
    this.#isConnected = false
    this.#logger.warn({}, 'Redis is away: this machine works alone until it is back')
  }
}
