import {once} from 'node:events'
import {connect} from 'node:net'
import {setTimeout as delay} from 'node:timers/promises'

/** Resolves when something takes connections at this port of loopback. Rejects after ten seconds. */
export async function untilListening(port: number): Promise<void> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await delay(20)
    } finally {
      socket.destroy()
    }
  }
}
