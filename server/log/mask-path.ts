import {pathOf} from '../http/path-of.ts'

/** Characters of a path that the log keeps. */
const LONGEST = 256
/** How often an address may have been escaped on its way through mail programs and redirects. */
const MOST_ESCAPES = 4

/** Tells most addresses apart at a glance, since this runs for every request. */
const MAY_HOLD_SECRET = /[%@\\]|\/\/|setup|verify|requests|link|[A-Za-z0-9_-]{43}/i

/** Addresses below which there are secrets, such as a one-time link, and what a link is called; then all the rest. */
const SECRET_BELOW = /((?:^|\/)(?:setup|verify|privacy\/requests)(?![\w-]).|link=).+$/is

/** What looks like a secret or a person wherever it stands: 256 random bits, and more; an e-mail address. */
const SECRETS = /[A-Za-z0-9_-]{43,}|[^/]*@[^/]*/g

/** A picture's name is longer than a secret, but for everybody: the hash of what it shows, and its size. */
const PICTURE = /^\/media\/[0-9a-f]{40}-\d+x\d+\.[a-z]+$/

/**
 * The path of an address as a log may keep it: without a query, one-time links masked, also those that were damaged on
 * their way.
 */
export function maskPath(url: string): string {
  const path = pathOf(url)
  if (!MAY_HOLD_SECRET.test(path) || PICTURE.test(path)) return path.slice(0, LONGEST)
  return pathOf(unescaped(path))
    .replace(/[/\\]+/g, '/')
    .replace(SECRET_BELOW, '$1*')
    .replace(SECRETS, '*')
    .slice(0, LONGEST)
}

/** The text without escapes of letters, digits and signs of ASCII. Others, and broken ones, hold no secret. */
function unescaped(path: string): string {
  let text = path
  for (let escapes = 0; escapes < MOST_ESCAPES; escapes++) {
    const plain = text.replace(/%([2-6][0-9a-f]|7[0-9a-e])/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    if (plain === text) break
    text = plain
  }
  return text
}
