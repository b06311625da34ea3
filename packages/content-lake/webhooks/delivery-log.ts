import {z} from 'zod'
import {writeDurably} from '../files.ts'
import {AppendFile} from '../store/append-file.ts'
import {encodeRecord} from '../store/record.ts'
import {repairTail} from '../store/repair-tail.ts'
import {scanRecords} from '../store/scan-records.ts'
import {Attempt, Message} from './message.ts'

const Entry = z.discriminatedUnion('kind', [
  /** Every transaction of the dataset up to this one has been turned into messages; these are the last one's. */
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

/** How many ended messages are remembered for each hook. */
const REMEMBERED = 100

/**
 * What is owed and what has been tried, on disk before it is acted on: after a crash nothing owed is forgotten, and what
 * was delivered in its last moment is delivered again under the same idempotency key.
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
   * Reads the log back, and writes it anew without what need not be remembered.
   *
   * @param isKnown - Whether a hook still exists; what was owed to others is forgotten.
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

  /** The last transaction of a dataset that is known to be dealt with; null before the first. */
  cursor(dataset: string): string | null {
    return this.#cursors.get(dataset) ?? null
  }

  /** Messages that await an attempt, oldest first. */
  owed(): Message[] {
    return [...this.#tracked.values()].filter(isOwed).map(({message}) => message)
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
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
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

function isOwed({attempts}: Tracked): boolean {
  return attempts.at(-1)?.willRetry ?? true
}

function forgetOld(tracked: Map<string, Tracked>): void {
  const kept = new Map<string, number>()
  for (const [id, one] of [...tracked].reverse()) {
    if (isOwed(one)) continue
    const count = (kept.get(one.message.hookId) ?? 0) + 1
    kept.set(one.message.hookId, count)
    if (count > REMEMBERED) tracked.delete(id)
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
