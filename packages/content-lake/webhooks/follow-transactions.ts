import type {Dataset, Transaction} from '../contracts.ts'

/**
 * Every transaction of a dataset after a place in its log, each once and in order: first those that the log has, then each
 * as it is committed. Ends when the signal aborts.
 *
 * @param from - The last transaction that is known already, null for the beginning; or `now` to begin with the next one.
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
    // What is committed while the log is read may come from both sides.
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
