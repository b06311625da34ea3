import type {IncomingMessage} from 'node:http'
import type {SiteResponse} from '../http/site-response.ts'
import type {PageCache} from './page-cache.ts'
import {NOT_FOUND_PATH, type Pages, type ReadPage} from './pages.ts'
import type {SendErrorPage} from './send-error-page.ts'
import {sendOther} from './send-other.ts'
import {sendPage} from './send-page.ts'

type Shared = {pages: Pages; cache: PageCache; sendErrorPage: SendErrorPage}

/** Answers with a page that is the same for everybody. `path` names it, without a query. */
export function answerShared(
  shared: Shared,
  request: IncomingMessage,
  response: SiteResponse,
  path: string,
): void | Promise<void> {
  const {pages, cache} = shared
  const page = pages.find(path)
  if (page) return sendPage(request, response, page, {isFresh: true, onGrown: () => cache.recount(path)})
  return pages.read(path).then((read) => answerRead(shared, request, response, path, read))
}

/** Answers with the page for addresses that do not exist. */
export async function answerMissing(
  shared: Shared,
  request: IncomingMessage,
  response: SiteResponse,
): Promise<void> {
  const page = shared.pages.find(NOT_FOUND_PATH)
  const read: ReadPage = page ? {kind: 'page', page, isFresh: true} : await shared.pages.read(NOT_FOUND_PATH)
  if (read.kind !== 'page') return shared.sendErrorPage(response, 404)
  await answerRead(shared, request, response, NOT_FOUND_PATH, read)
}

async function answerRead(
  shared: Shared,
  request: IncomingMessage,
  response: SiteResponse,
  path: string,
  read: ReadPage,
): Promise<void> {
  switch (read.kind) {
    case 'page': {
      const onGrown = () => shared.cache.recount(path)
      return sendPage(request, response, read.page, {isFresh: read.isFresh, onGrown})
    }
    case 'missing':
      return answerMissing(shared, request, response)
    case 'moved':
      response.writeHead(read.status, {location: read.location, 'content-length': 0})
      response.end()
      return
    case 'other':
      return sendOther(request, response, read.answer)
    case 'failed':
      return shared.sendErrorPage(response, 500)
    case 'overloaded':
      return shared.sendErrorPage(response, 503)
  }
}
