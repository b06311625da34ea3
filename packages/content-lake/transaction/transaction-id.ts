import {randomBytes} from 'node:crypto'

const PATTERN = /^[A-Za-z0-9_-]{1,128}$/
const LENGTH = 22

/** Whether a client's transaction id can be used; it becomes the `_rev` of documents and a part of addresses. */
export function isTransactionId(id: string): boolean {
  return PATTERN.test(id)
}

/** A fresh transaction id in the hosted API's look: 22 letters and digits. */
export function newTransactionId(): string {
  let id = ''
  while (id.length < LENGTH) id += randomBytes(LENGTH).toString('base64').replaceAll(/[+/=]/g, '')
  return id.slice(0, LENGTH)
}
