import type {IncomingMessage} from 'node:http'
import type {Tickets} from '../access/tickets.ts'
import type {Identity, LakeResponse} from '../contracts.ts'
import {TICKET_PARAMETER} from './authenticate.ts'
import {isShardHost} from './host-guard.ts'
import {isLoopbackName} from './loopback.ts'

const STREAMS = /^\/data\/(listen|live\/events)\//
const SHARDS = 100

/**
 * Sends browsers' streams to hosts of their own. A browser opens six connections to one host over HTTP/1.1; the Studio
 * holds five streams, and would wait for ever on everything else. Browsers resolve every `*.localhost` to this machine.
 */
export class StreamRedirect {
  readonly #tickets: Tickets<Identity>
  #next = 0

  constructor(tickets: Tickets<Identity>) {
    this.#tickets = tickets
  }

  /** @returns The redirect, or null when the request is to be answered where it is. */
  for(request: IncomingMessage, url: URL, path: string, identity: Identity): LakeResponse | null {
    const isBrowser = request.headers.origin !== undefined
    const isElsewhere = isShardHost(request.headers.host) || !isLoopbackName(url.hostname)
    if (!isBrowser || isElsewhere || request.method !== 'GET' || !STREAMS.test(path)) return null
    this.#next = (this.#next % SHARDS) + 1
    const target = new URL(url)
    target.hostname = `s${this.#next}.localhost`
    target.searchParams.set(TICKET_PARAMETER, this.#tickets.issue(identity))
    return {status: 307, headers: {location: target.href}}
  }
}
