import {pathOf} from '../http/request.ts'

/** Characters of a path that the log keeps. */
const MAX_LOGGED_CHARACTERS = 256
/** How often an address may have been escaped on its way through mail programs and redirects. */
const MAX_ESCAPES = 4

/** What looks like a secret or a person wherever it stands: 256 random bits, and more; an e-mail address. */
const SECRETS = /[A-Za-z0-9_-]{43,}|[^/]*@[^/]*/g

export type MaskSettings = {
  /** Addresses below which there are secrets, such as one-time links: `setup`, `privacy/requests`. */
  secretsBelow?: readonly string[]
  /** Names of parameters that hold secrets: `link`. */
  secretParameters?: readonly string[]
  /** Paths that look like a secret and are for everybody, such as pictures named by a hash. */
  publicPaths?: RegExp
}

/** The path of an address as a log may keep it. */
export type MaskPath = (url: string) => string

/**
 * Makes what masks addresses for a log: without a query, one-time links masked, also those that were damaged on their way.
 */
export function pathMask({secretsBelow = [], secretParameters = [], publicPaths}: MaskSettings): MaskPath {
  const folders = secretsBelow.map(escaped)
  const parameters = secretParameters.map(escaped)
  const marks = [...secretsBelow.map((path) => escaped(path.split('/').at(-1) ?? '')), ...parameters]
  // Tells most addresses apart at a glance, since this runs for every request.
  const mayHoldSecret = new RegExp(['[%@\\\\]|//|[A-Za-z0-9_-]{43}', ...marks].join('|'), 'i')
  // Up to and with the address or the parameter's name; then all the rest.
  const starts = [
    ...(folders.length > 0 ? [`(?:^|/)(?:${folders.join('|')})(?![\\w-]).`] : []),
    ...parameters.map((name) => `${name}=`),
  ]
  const secretBelow = starts.length > 0 ? new RegExp(`(${starts.join('|')}).+$`, 'is') : undefined

  return (url) => {
    const path = pathOf(url)
    if (!mayHoldSecret.test(path) || publicPaths?.test(path)) return path.slice(0, MAX_LOGGED_CHARACTERS)
    const plain = pathOf(unescaped(path)).replace(/[/\\]+/g, '/')
    const below = secretBelow ? plain.replace(secretBelow, '$1*') : plain
    return below.replace(SECRETS, '*').slice(0, MAX_LOGGED_CHARACTERS)
  }
}

/** The text without escapes of letters, digits and signs of ASCII. Others, and broken ones, hold no secret. */
function unescaped(path: string): string {
  let text = path
  for (let escapes = 0; escapes < MAX_ESCAPES; escapes++) {
    const plain = text.replace(/%([2-6][0-9a-f]|7[0-9a-e])/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    if (plain === text) break
    text = plain
  }
  return text
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
