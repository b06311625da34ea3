/** Master keys by id. The current one wraps new record keys; the others only unwrap until they are rotated away. */
export type Keyring = {readonly currentId: string; readonly keys: ReadonlyMap<string, Buffer>}

const KEY_BYTES = 32
const EXAMPLE = 'for example 2026a:$(openssl rand -base64 32)'

/**
 * Reads `id:base64,id:base64`, the first being current.
 *
 * @returns the keyring, or what is wrong in words that hold no part of any key.
 */
export function keyring(text: string): {ok: true; keyring: Keyring} | {ok: false; problem: string} {
  const keys = new Map<string, Buffer>()
  for (const [index, entry] of text.split(',').entries()) {
    const [, id, encoded] = /^\s*([\w-]{1,32}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(entry) ?? []
    if (id === undefined || encoded === undefined) {
      return {ok: false, problem: `entry ${index + 1} must be id:base64, ${EXAMPLE}`}
    }
    const key = Buffer.from(encoded, 'base64')
    if (key.length !== KEY_BYTES) {
      return {
        ok: false,
        problem: `key ${id} must be ${KEY_BYTES} bytes in base64 but is ${key.length}, ${EXAMPLE}`,
      }
    }
    if (keys.has(id)) return {ok: false, problem: `key id ${id} is given twice`}
    keys.set(id, key)
  }
  const [currentId] = keys.keys()
  return currentId === undefined
    ? {ok: false, problem: `must hold at least one key, ${EXAMPLE}`}
    : {ok: true, keyring: {currentId, keys}}
}

/**
 * The master key of this id.
 *
 * @throws Error when the keyring lacks it: a record cannot be opened until the key is listed again.
 */
export function masterKey(ring: Keyring, id: string): Buffer {
  const key = ring.keys.get(id)
  if (key === undefined) throw new Error(`SERVICE_DATA_KEYS holds no key with the id ${id}.`)
  return key
}
