import {createHash} from 'node:crypto'
import {z} from 'zod'
import type {Change, Dataset, LakeContext, QueryEngine, Transaction} from '../contracts.ts'
import {type Hook, Operation} from './hooks.ts'

/** What one hook is to be sent about one change of a document. */
export const Message = z.object({
  id: z.string(),
  hookId: z.string(),
  dataset: z.string(),
  documentId: z.string(),
  operation: Operation,
  transactionId: z.string(),
  transactionTime: z.string(),
  /** The request's body, the same at every attempt. */
  payload: z.string(),
  createdAt: z.string(),
})
export type Message = z.output<typeof Message>

/** One attempt to deliver a message, once it has ended. */
export const Attempt = z.object({
  id: z.string(),
  messageId: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  isFailure: z.boolean(),
  failureReason: z.enum(['http', 'timeout', 'network']).nullable(),
  resultCode: z.number().nullable(),
  resultBody: z.string(),
  /** Whether another attempt follows. */
  willRetry: z.boolean(),
})
export type Attempt = z.output<typeof Attempt>

type Committed = {dataset: string; transaction: Transaction; engine: QueryEngine; log: LakeContext['log']}

/** The messages of a transaction for all hooks, in the order of its changes. */
export async function messagesOf(hooks: readonly Hook[], committed: Committed): Promise<Message[]> {
  const {dataset, transaction} = committed
  const messages: Message[] = []
  for (const hook of hooks) {
    if (hook.isDisabledByUser || !(hook.dataset === '*' || hook.dataset === dataset)) continue
    // After a crash, transactions may be read again that are older than the hook.
    if (transaction.timestamp < hook.createdAt) continue
    for (const change of transaction.changes) {
      const message = await messageOf(hook, change, committed)
      if (message) messages.push(message)
    }
  }
  return messages
}

async function messageOf(hook: Hook, change: Change, {dataset, transaction, engine, log}: Committed) {
  const operation = operationOf(change)
  if (!operation || !hook.rule.on.includes(operation) || isHidden(change.id, hook)) return null
  const {filter, projection} = hook.rule
  const {before, after} = change
  try {
    const {selected, projected} = await engine.onChange({
      ...(filter && {filter}),
      ...(projection && {projection}),
      before,
      after,
    })
    if (!selected) return null
    return {
      id: createHash('sha256')
        .update(`${hook.id} ${dataset} ${transaction.id} ${change.id}`)
        .digest('hex')
        .slice(0, 32),
      hookId: hook.id,
      dataset,
      documentId: change.id,
      operation,
      transactionId: transaction.id,
      transactionTime: transaction.timestamp,
      payload: JSON.stringify(projection ? (projected ?? null) : (after ?? before)),
      createdAt: new Date().toISOString(),
    }
  } catch (error) {
    log('error', 'a webhook could not be evaluated', {
      hook: hook.id,
      document: change.id,
      error: String(error),
    })
    return null
  }
}

function operationOf({before, after}: Change): Operation | null {
  if (before && after) return 'update'
  if (after) return 'create'
  return before ? 'delete' : null
}

/** Drafts and versions are sent to hooks that ask for them only, the system's own documents to none. */
function isHidden(id: string, {includeDrafts}: Hook): boolean {
  if (id.startsWith('_.')) return true
  return !includeDrafts && (id.startsWith('drafts.') || id.startsWith('versions.'))
}

/**
 * The transactions of a dataset, each once and in order: first those in its log, then each when it is committed. Ends when
 * the signal aborts.
 *
 * @param from - The id of the last transaction that was read before, null for the beginning of the log, or `now` to begin
 *   with the next one.
 */
export async function* followTransactions(
  dataset: Dataset,
  from: {cursor: string | null} | 'now',
  signal: AbortSignal,
): AsyncGenerator<Transaction> {
  const arrived: Transaction[] = []
  let wake = () => {}
  signal.addEventListener('abort', () => wake(), {once: true})
  const unsubscribe = dataset.subscribe((transaction) => {
    arrived.push(transaction)
    wake()
  })
  try {
    // Transactions that are committed while the log is read are in the log and reported to the subscriber too.
    const caughtUp = new Set<string>()
    const logged = from === 'now' ? [] : dataset.transactionsAfter(from.cursor)
    for await (const transaction of logged) {
      if (signal.aborted) return
      caughtUp.add(transaction.id)
      yield transaction
    }
    while (!signal.aborted) {
      const transaction = arrived.shift()
      if (!transaction) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      } else if (!caughtUp.delete(transaction.id)) {
        yield transaction
      }
    }
  } finally {
    unsubscribe()
  }
}
