import type {IncomingMessage} from 'node:http'
import {atEndOfTurn} from '../http/at-end-of-turn.ts'
import {chooseEncoding} from '../http/encoding.ts'
import {matchesTag} from '../http/matches-tag.ts'
import type {SiteResponse} from '../http/site-response.ts'
import type {FinishedPage, PackedPage} from './finished-page.ts'

/**
 * Sends a finished page as the reader can take it: packed, or just word that nothing changed.
 *
 * @param onGrown told when the page now takes more memory than before
 */
export function sendPage(
  request: IncomingMessage,
  response: SiteResponse,
  page: FinishedPage,
  {isFresh, onGrown}: {isFresh: boolean; onGrown: () => void},
): void | Promise<void> {
  const accepted = request.headers['accept-encoding']
  const encoding = chooseEncoding(typeof accepted === 'string' ? accepted : undefined)
  const packed = page.packed(encoding)
  if (packed) return atEndOfTurn(() => send(request, response, {page, packed, isFresh}))
  return page.pack(encoding).then((packed) => {
    onGrown()
    send(request, response, {page, packed, isFresh})
  })
}

function send(
  request: IncomingMessage,
  response: SiteResponse,
  {page, packed, isFresh}: {page: FinishedPage; packed: PackedPage; isFresh: boolean},
): void {
  if (response.destroyed) return
  if (!isFresh || page.status !== 200) response.sendWhole(page.status, packed.fleeting, packed.body)
  else if (matchesTag(request.headers['if-none-match'], packed.tag)) response.sendWhole(304, packed.unchanged)
  else response.sendWhole(200, packed.lasting, packed.body)
}
