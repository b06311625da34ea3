import {randomBytes} from 'node:crypto'

const PROCESS = randomBytes(4).toString('hex')

let count = 0

/** An id that no other request has, of this process or another. */
export function nextRequestId(): string {
  return `${PROCESS}-${(++count).toString(36)}`
}
