import {randomUUID} from 'node:crypto'
import {z} from 'zod'
import type {Logger} from '../../log/logger.ts'
import type {Generation} from '../generation.ts'
import type {SharedConnection} from './connection.ts'

/** The generation of content that all machines agree on. */
export type SharedGeneration = {epoch: string; generation: string}

export type SharedStateOptions = {
  connection: SharedConnection
  /** This process's own count, which moves whenever the shared one was seen to move. */
  generation: Pick<Generation, 'advance'>
  logger: Logger
  /** Milliseconds between looks, should a message be lost. */
  interval?: number
}

/** Keys of the whole set of machines, whatever build each runs: what is published is the same for all. */
export const stateKey = ({keyPrefix}: Pick<SharedConnection, 'keyPrefix'>) => `${keyPrefix}:state`
const channel = ({keyPrefix}: SharedConnection) => `${keyPrefix}:expired`

const stateReply = z.tuple([z.string(), z.string()]).rest(z.string())

/**
 * Keeps this process's count of expiries in step with the one in Redis: told by messages at once, by looking soon. While
 * Redis is away the process goes on by itself, and remembers what Redis must be told.
 */
export class SharedState {
  readonly #connection: SharedConnection
  readonly #generation: Pick<Generation, 'advance'>
  readonly #interval: number
  readonly #logger: Logger
  /** Tags that ever expired while this process ran. What the build made of them is out of date. */
  readonly #expired = new Set<string>()
  /** Tags that Redis has not been told of. */
  #untold = new Set<string>()
  /** What was seen last; and whether it is still seen. */
  #seen: SharedGeneration = {epoch: '', generation: '0'}
  #isInTouch = false
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor({connection, generation, logger, interval = 500}: SharedStateOptions) {
    this.#connection = connection
    this.#generation = generation
    this.#interval = interval
    this.#logger = logger
  }

  /** Connects, and resolves after the first try: in touch, or not yet. */
  async start(patience = 2_000): Promise<void> {
    const {asking, listening} = this.#connection
    const {promise: first, resolve} = Promise.withResolvers<void>()
    asking.on('error', () => this.#loseTouch())
    asking.on('ready', () => void this.#look().then(resolve))
    // What is said while nobody listens is seen by looking.
    listening.on('error', (error: Error) => this.#logger.debug({err: error}, 'Redis cannot tell us anything'))
    for (const client of [asking, listening]) client.connect().catch(() => {})
    // Held until there is a connection, and made again with each new one.
    listening.subscribe(channel(this.#connection), () => void this.#look()).catch(() => {})
    const tooLong = setTimeout(resolve, patience)
    await first
    clearTimeout(tooLong)
    if (!this.#isInTouch)
      this.#logger.warn({}, 'Redis does not answer: this machine works alone until it does')
    this.#keepLooking()
  }

  /** What a render that begins now may be kept under; nothing while Redis is away. */
  get current(): SharedGeneration | undefined {
    return this.#isInTouch ? this.#seen : undefined
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
    await this.#look()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    for (const client of [this.#connection.asking, this.#connection.listening]) client.destroy()
  }

  #keepLooking(): void {
    if (this.#isClosed) return
    this.#timer = setTimeout(() => void this.#look().then(() => this.#keepLooking()), this.#interval).unref()
  }

  async #look(): Promise<void> {
    try {
      await this.#tell()
      const {epoch, generation} = this.#seen
      this.#see(
        await this.#connection.asking.look([stateKey(this.#connection)], [randomUUID(), epoch, generation]),
      )
    } catch {
      this.#loseTouch()
    }
  }

  async #tell(): Promise<void> {
    const tags = this.#untold
    if (tags.size === 0) return
    this.#untold = new Set()
    try {
      const connection = this.#connection
      await connection.asking.expire([stateKey(connection)], [randomUUID(), channel(connection), ...tags])
    } catch (error) {
      for (const tag of tags) this.#untold.add(tag)
      throw error
    }
  }

  #see(reply: unknown): void {
    const [epoch, generation, ...tags] = stateReply.parse(reply)
    const wasInTouch = this.#isInTouch
    const isNews = epoch !== this.#seen.epoch || generation !== this.#seen.generation
    for (const tag of tags) this.#expired.add(tag)
    this.#seen = {epoch, generation}
    this.#isInTouch = true
    // Nobody knows what was missed while Redis was away.
    if (isNews || !wasInTouch) this.#generation.advance()
    if (!wasInTouch) this.#logger.info({generation}, 'Redis answers: finished work is shared')
  }

  #loseTouch(): void {
    if (!this.#isInTouch) return
    this.#isInTouch = false
    this.#logger.warn({}, 'Redis is away: this machine works alone until it is back')
  }
}
