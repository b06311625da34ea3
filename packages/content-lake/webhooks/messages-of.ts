import {createHash} from 'node:crypto'
import type {Change, LakeContext, QueryEngine, Transaction} from '../contracts.ts'
import type {Hook, Operation} from './hook.ts'
import type {Message} from './message.ts'

type Committed = {dataset: string; transaction: Transaction; engine: QueryEngine; log: LakeContext['log']}

/** What each of the hooks is to be told of a transaction, in the order of its changes. */
export async function messagesOf(hooks: readonly Hook[], committed: Committed): Promise<Message[]> {
  const {dataset, transaction} = committed
  const messages: Message[] = []
  for (const hook of hooks) {
    if (hook.isDisabledByUser || !(hook.dataset === '*' || hook.dataset === dataset)) continue
    // A log that is read again after a crash may reach back to before the hook was made.
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

/** Drafts and versions are told of only when a hook asks for them; the system's own documents never are. */
function isHidden(id: string, {includeDrafts}: Hook): boolean {
  if (id.startsWith('_.')) return true
  return !includeDrafts && (id.startsWith('drafts.') || id.startsWith('versions.'))
}
