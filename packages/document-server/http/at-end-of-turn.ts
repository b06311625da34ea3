let waiting: (() => void)[] = []

/**
 * Sends an answer once everything that has arrived by now was read. Answers that leave right after one another wake
 * whoever reads them once, which on a busy server is half of all work; on a quiet one this takes no time.
 */
export function atEndOfTurn(send: () => void): void {
  if (waiting.push(send) === 1) setImmediate(sendAll)
}

function sendAll(): void {
  const due = waiting
  waiting = []
  for (const send of due)
    try {
      send()
    } catch (error) {
      // What one answer breaks on is reported as ever, and the others leave all the same.
      queueMicrotask(() => {
        throw error
      })
    }
}
