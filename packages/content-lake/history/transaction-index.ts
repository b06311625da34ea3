/** Where a transaction lies in the log, and what it is about. */
export type IndexEntry = {
  id: string
  timestamp: string
  offset: number
  size: number
  documentIds: string[]
  /** Documents and versions that the transaction's events speak about. */
  eventIds: string[]
}

/**
 * Finds transactions without holding them: by id, by document, by event. A transaction's number is its place in commit
 * order, from 0.
 */
export class TransactionIndex {
  readonly #entries: IndexEntry[] = []
  readonly #byId = new Map<string, number>()
  readonly #byDocument = new Map<string, number[]>()
  readonly #byEvent = new Map<string, number[]>()

  add(entry: IndexEntry): void {
    const number = this.#entries.push(entry) - 1
    this.#byId.set(entry.id, number)
    for (const id of entry.documentIds) append(this.#byDocument, id, number)
    for (const id of entry.eventIds) append(this.#byEvent, id, number)
  }

  get length(): number {
    return this.#entries.length
  }

  entries(): readonly IndexEntry[] {
    return this.#entries
  }

  numberOf(transactionId: string): number | undefined {
    return this.#byId.get(transactionId)
  }

  /** Numbers of the transactions that changed the document, oldest first. */
  ofDocument(documentId: string): readonly number[] {
    return this.#byDocument.get(documentId) ?? []
  }

  /** Numbers of the transactions with events about the document or version, oldest first. */
  ofEvents(documentId: string): readonly number[] {
    return this.#byEvent.get(documentId) ?? []
  }
}

function append(index: Map<string, number[]>, key: string, number: number): void {
  const numbers = index.get(key)
  if (numbers) numbers.push(number)
  else index.set(key, [number])
}
