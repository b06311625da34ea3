import {once} from 'node:events'
import {type IncomingMessage, request} from 'node:http'
import type {RunningLake} from './running-lake.ts'

/** A stream of server-sent events, read by hand. */
export type OpenStream = {
  response: IncomingMessage
  /** The text of the first event: its lines up to the empty one. */
  firstEvent(): Promise<string>
  unsubscribe(): void
}

/** Opens a stream as a viewer. */
export async function openStream(
  lake: RunningLake,
  path: string,
  headers: Record<string, string> = {},
): Promise<OpenStream> {
  const authorization = `Bearer ${await lake.tokenOf('viewer')}`
  const outgoing = request(`${lake.url}/v2026-01-01${path}`, {headers: {authorization, ...headers}})
  outgoing.end()
  const [response]: IncomingMessage[] = await once(outgoing, 'response')
  if (!response) throw new Error(`${path} was not answered`)
  return {
    response,
    unsubscribe: () => outgoing.destroy(),
    async firstEvent() {
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) {
        text += chunk
        const event = /^event: .*?(?=\n\n)/ms.exec(text)?.[0]
        if (event) return event
      }
      throw new Error(`${path} ended without an event`)
    },
  }
}
