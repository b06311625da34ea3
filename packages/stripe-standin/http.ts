import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {invalidRequest} from './errors.ts'

/** `hang` leaves the caller without an answer, `reset` breaks the connection. */
export type Outcome = Answer | 'hang' | 'reset'

export type Handlers = {
  api(request: Request): Promise<Outcome>
  control(request: Request): Promise<Answer>
  page(request: Request): Answer
}

/**
 * Listens on a loopback address. Requests whose Host is not this machine's are refused, so that a page of another site
 * cannot reach the stand-in through a host name of that site (DNS rebinding).
 *
 * @param port 0 takes any free one
 */
export async function listen(
  host: string,
  port: number,
  handlers: Handlers,
): Promise<{server: Server; port: number}> {
  if (!isLoopback(host)) throw new Error(`The stand-in for Stripe listens on loopback only, not on ${host}`)
  const server = createServer(async (incoming, outgoing) => {
    const request = await readRequest(incoming).catch(() => undefined)
    const outcome = request
      ? await route(request, handlers).catch(failure)
      : jsonAnswer(413, errorBody('Request too large.'))
    if (outcome === 'reset') incoming.socket.destroy()
    else if (outcome !== 'hang') send(outgoing, outcome)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {server, port: isAddress(address) ? address.port : port}
}

async function route(request: Request, handlers: Handlers): Promise<Outcome> {
  const host = URL.parse(`http://${request.headers.host ?? ''}`)?.hostname ?? ''
  if (!isLoopback(host)) return jsonAnswer(421, errorBody('This address is for the local machine only.'))
  if (/^\/v\d+\//.test(request.path)) return handlers.api(request)
  if (request.path.startsWith('/_control/')) return handlers.control(request)
  return handlers.page(request)
}

function send(outgoing: ServerResponse, answer: Answer): void {
  outgoing.writeHead(answer.status, {...answer.headers, 'cache-control': 'no-store'})
  outgoing.end(answer.body)
}

function failure(reason: unknown): Answer {
  return jsonAnswer(500, errorBody(reason instanceof Error ? reason.message : String(reason)))
}

function errorBody(message: string) {
  return {error: {type: 'api_error', message}}
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

/** A request after its body is read. */
export type Request = {
  method: string
  path: string
  /** The query string without its question mark. */
  query: string
  headers: IncomingMessage['headers']
  body: string
}

const MAX_BODY_BYTES = 1024 * 1024

/** Reads a whole request; undefined when its body is larger than a call or a form ever is. */
async function readRequest(incoming: IncomingMessage): Promise<Request | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    // Read to the end all the same: leaving early would break the connection before an answer.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (size > MAX_BODY_BYTES) return undefined
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
  return {
    method: incoming.method ?? 'GET',
    path,
    query,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

/** What a handler returns, before it becomes an HTTP response. */
export type Answer = {status: number; headers: Record<string, string>; body: string | Buffer}

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: {'content-type': 'application/json', ...headers},
    body: JSON.stringify(value, null, 2),
  }
}

/** A page, with the policy that no page of the stand-in runs scripts or loads anything. */
export function htmlAnswer(status: number, body: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      // No form-action: it would also govern the redirect to the shop after a payment.
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
    body,
  }
}

/** 303: the next request is a GET of `location`. */
export function seeOther(location: string): Answer {
  return {status: 303, headers: {location}, body: ''}
}

/**
 * Matches a path against a pattern such as `/v1/prices/:id`.
 *
 * @returns the named parts, decoded; undefined when it does not match
 */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.replace(/\/$/, '').split('/')
  if (wanted.length !== given.length) return undefined
  const names: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? ''
    if (!part.startsWith(':')) {
      if (part !== actual) return undefined
    } else if (!/^[\w.~-]+$/.test(actual)) return undefined
    else names[part.slice(1)] = actual
  }
  return names
}

/**
 * Whether webhooks may be sent to an address: one of this machine, of a host that was named, or, with `*` among the
 * names, any by https.
 */
export function isWebhookAllowed({protocol, hostname}: URL, namedHosts: readonly string[]): boolean {
  if (isLoopback(hostname) || namedHosts.includes(hostname)) return true
  return protocol === 'https:' && namedHosts.includes('*')
}

/** Whether a host name can only mean this machine: a stand-in neither listens nor sends anywhere else. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
  )
}

/** A form before it is checked: texts, lists and groups of them. */
export type FormValue = string | FormValue[] | FormFields
export type FormFields = {[name: string]: FormValue}

const MAX_FORM_DEPTH = 12
const MAX_LIST_LENGTH = 1000

/**
 * Parses Stripe's form encoding, where brackets nest: `a[b]=1` is a group, `a[]=1` and `a[0]=1` are lists. A repeated
 * plain name keeps its last value.
 *
 * @param encoded a query string or an `application/x-www-form-urlencoded` body
 * @throws StripeError 400 when a name is nested too deeply, or is used both as a value and as a group.
 */
export function parseForm(encoded: string): FormFields {
  const root: Tree = new Map()
  for (const [name, value] of new URLSearchParams(encoded)) insert(root, pathOf(name), value)
  return Object.fromEntries([...root].map(([name, tree]) => [name, toFormValue(tree)]))
}

type Tree = Map<string, string | Tree>

function pathOf(name: string): string[] {
  const [head = '', ...rest] = name.split('[')
  const path = [head, ...rest.map((part) => part.replace(/\]$/, ''))]
  if (path.length > MAX_FORM_DEPTH)
    throw invalidRequest(`Invalid request: ${head} is nested too deeply.`, {param: head})
  return path
}

function insert(tree: Tree, path: string[], value: string): void {
  const [head = '', ...rest] = path
  const key = head === '' && tree.size < MAX_LIST_LENGTH ? String(tree.size) : head
  if (rest.length === 0) {
    tree.set(key, value)
    return
  }
  const branch = tree.get(key) ?? new Map()
  if (typeof branch === 'string')
    throw invalidRequest(`Invalid request: ${key} is both a value and a group.`, {param: key})
  tree.set(key, branch)
  insert(branch, rest, value)
}

/** A group whose names are all numbers is a list, in the order of the numbers. */
function toFormValue(tree: string | Tree): FormValue {
  if (typeof tree === 'string') return tree
  const entries = [...tree]
  const isList = entries.every(([key]) => /^\d{1,4}$/.test(key))
  if (isList) return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => toFormValue(value))
  return Object.fromEntries(entries.map(([key, value]) => [key, toFormValue(value)]))
}
