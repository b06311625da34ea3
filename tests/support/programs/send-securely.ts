import {text} from 'node:stream/consumers'
import {connect} from 'node:tls'

/** Sends bytes that need not be HTTP over TLS, trusting one authority alone, and gives back all that comes. */
export async function sendSecurely(
  {port, authority}: {port: number; authority: string},
  bytes: string,
): Promise<string> {
  const socket = connect({host: 'localhost', port, ca: authority, servername: 'localhost'})
  socket.write(bytes)
  return text(socket)
}
