import {once} from 'node:events'
import {connect} from 'node:net'
import {setTimeout as delay} from 'node:timers/promises'

const BETWEEN_TRIES_MS = 100

/**
 * Resolves when `url` answers with anything below 500; a redirect is an answer. For `tcp://host:port`, when something
 * takes a connection there.
 *
 * @throws the signal's reason when it is aborted first
 */
export async function waitUntilAnswers(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    if (await answers(url, signal)) return
    await delay(BETWEEN_TRIES_MS, undefined, {signal}).catch(() => signal.throwIfAborted())
  }
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const {protocol, hostname, port} = new URL(url)
    if (protocol === 'tcp:') return await takesConnection(hostname, Number(port), signal)
    const response = await fetch(url, {redirect: 'manual', signal})
    await response.body?.cancel()
    return response.status < 500
  } catch {
    signal.throwIfAborted()
    return false
  }
}

async function takesConnection(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  const socket = connect({host, port})
  try {
    await once(socket, 'connect', {signal})
    return true
  } finally {
    socket.destroy()
  }
}
