import {z} from 'zod'
import {isMissingFile, writeDurably} from '../files.ts'
import {AppendFile} from '../store/append-file.ts'
import {encodeRecord, repairTail, scanRecords} from '../store/records.ts'
import {Attempt, Message} from './messages.ts'

const Entry = z.discriminatedUnion('kind', [
  /** The messages of a transaction. Those of all earlier transactions of the dataset have been recorded before. */
  z.object({
    kind: z.literal('queued'),
    dataset: z.string(),
    transactionId: z.string(),
    messages: z.array(Message),
  }),
  z.object({kind: z.literal('attempt'), attempt: Attempt}),
])
type Entry = z.output<typeof Entry>

export type Tracked = {message: Message; attempts: Attempt[]}

/** How many ended messages are kept for each hook. */
const MAX_ENDED_MESSAGES = 100

/**
 * Messages and the attempts to deliver them, recorded on disk first: after a crash no message is lost, and one that was
 * delivered just before it is delivered again, under the same idempotency key.
 */
export class DeliveryLog {
  readonly #file: AppendFile
  readonly #tracked: Map<string, Tracked>
  readonly #cursors: Map<string, string>

  private constructor(file: AppendFile, tracked: Map<string, Tracked>, cursors: Map<string, string>) {
    this.#file = file
    this.#tracked = tracked
    this.#cursors = cursors
  }

  /**
   * Reads the log, and rewrites it without what is no longer needed.
   *
   * @param isKnown - Whether a hook still exists; messages for others are dropped.
   */
  static async open(path: string, isKnown: (hookId: string) => boolean): Promise<DeliveryLog> {
    const tracked = new Map<string, Tracked>()
    const cursors = new Map<string, string>()
    for (const entry of await readEntries(path)) apply(entry, tracked, cursors)
    for (const [id, {message}] of tracked) if (!isKnown(message.hookId)) tracked.delete(id)
    forgetOld(tracked)
    await writeDurably(path, Buffer.concat(condense(tracked, cursors).map(encodeRecord)))
    return new DeliveryLog(new AppendFile(path), tracked, cursors)
  }

  /** The last transaction of a dataset whose messages are recorded; null before the first. */
  cursor(dataset: string): string | null {
    return this.#cursors.get(dataset) ?? null
  }

  /** Messages that await an attempt, oldest first. */
  pending(): Message[] {
    return [...this.#tracked.values()].filter(isPending).map(({message}) => message)
  }

  /** Newest first. */
  ofHook(hookId: string): Tracked[] {
    return [...this.#tracked.values()].filter(({message}) => message.hookId === hookId).reverse()
  }

  attemptsOf(messageId: string): readonly Attempt[] {
    return this.#tracked.get(messageId)?.attempts ?? []
  }

  findAttempt(id: string): {message: Message; attempt: Attempt} | undefined {
    for (const {message, attempts} of this.#tracked.values()) {
      const attempt = attempts.find((one) => one.id === id)
      if (attempt) return {message, attempt}
    }
    return undefined
  }

  queue(dataset: string, transactionId: string, messages: Message[]): Promise<void> {
    return this.#record({kind: 'queued', dataset, transactionId, messages})
  }

  ended(attempt: Attempt): Promise<void> {
    return this.#record({kind: 'attempt', attempt})
  }

  forgetHook(hookId: string): void {
    for (const [id, {message}] of this.#tracked) if (message.hookId === hookId) this.#tracked.delete(id)
  }

  close(): Promise<void> {
    return this.#file.close()
  }

  async #record(entry: Entry): Promise<void> {
    await this.#file.append(encodeRecord(entry))
    apply(entry, this.#tracked, this.#cursors)
    if (entry.kind === 'attempt') forgetOld(this.#tracked)
  }
}

async function readEntries(path: string): Promise<Entry[]> {
  const entries: Entry[] = []
  try {
    const end = await scanRecords(path, ({value}) => entries.push(Entry.parse(JSON.parse(value.toString()))))
    await repairTail(path, end)
  } catch (error) {
    if (!isMissingFile(error)) throw error
  }
  return entries
}

function apply(entry: Entry, tracked: Map<string, Tracked>, cursors: Map<string, string>): void {
  if (entry.kind === 'attempt') {
    tracked.get(entry.attempt.messageId)?.attempts.push(entry.attempt)
    return
  }
  cursors.set(entry.dataset, entry.transactionId)
  for (const message of entry.messages) tracked.set(message.id, {message, attempts: []})
}

function isPending({attempts}: Tracked): boolean {
  return attempts.at(-1)?.willRetry ?? true
}

function forgetOld(tracked: Map<string, Tracked>): void {
  const kept = new Map<string, number>()
  for (const [id, one] of [...tracked].reverse()) {
    if (isPending(one)) continue
    const count = (kept.get(one.message.hookId) ?? 0) + 1
    kept.set(one.message.hookId, count)
    if (count > MAX_ENDED_MESSAGES) tracked.delete(id)
  }
}

function condense(tracked: Map<string, Tracked>, cursors: Map<string, string>): Entry[] {
  const queued = [...tracked.values()].flatMap(({message, attempts}): Entry[] => [
    {kind: 'queued', dataset: message.dataset, transactionId: message.transactionId, messages: [message]},
    ...attempts.map((attempt): Entry => ({kind: 'attempt', attempt})),
  ])
  const reached = [...cursors].map(
    ([dataset, transactionId]): Entry => ({kind: 'queued', dataset, transactionId, messages: []}),
  )
  return [...queued, ...reached]
}
