import {setTimeout as delay} from 'node:timers/promises'

/** Waits until a reading is what it should be, and returns it. Fails with the last reading after `timeoutMs`. */
export async function eventually<T>(
  read: () => Promise<T>,
  isRight: (value: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const value = await read()
    if (isRight(value)) return value
    if (Date.now() > deadline) throw new Error(`It stayed as it was: ${JSON.stringify(value)}`)
    await delay(20)
  }
}
