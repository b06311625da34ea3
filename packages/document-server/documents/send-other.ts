import type {IncomingMessage, OutgoingHttpHeaders} from 'node:http'
import {compress} from '../http/compress.ts'
import {chooseEncoding} from '../http/encoding.ts'
import type {CaughtAnswer, SiteResponse} from '../http/site-response.ts'

/** Sends an answer as Next made it, packed, since Next was not told what the reader accepts. */
export async function sendOther(
  request: IncomingMessage,
  response: SiteResponse,
  {status, headers, body}: CaughtAnswer,
): Promise<void> {
  const accepted = request.headers['accept-encoding']
  const encoding = chooseEncoding(typeof accepted === 'string' ? accepted : undefined)
  const packed = await compress(body, encoding, 'quick')
  if (response.destroyed) return
  const {etag: _etag, 'transfer-encoding': _transfer, ...kept} = headers
  const own: OutgoingHttpHeaders = {vary: varying(headers.vary), 'content-length': packed.length}
  if (encoding !== 'identity') own['content-encoding'] = encoding
  response.writeHead(status, {...kept, ...own})
  response.end(packed)
}

function varying(before: OutgoingHttpHeaders[string]): string {
  const names = [before].flat().flatMap((value) => String(value ?? '').split(/\s*,\s*/))
  return [...new Set([...names.filter((name) => name !== ''), 'Accept-Encoding'])].join(', ')
}
