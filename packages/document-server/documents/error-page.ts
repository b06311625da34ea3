import type {SiteResponse} from '../http/response.ts'

/** What went wrong, for a person: what it means for them, and the one thing to do next. */
export type ErrorPage = {
  status: number
  title: string
  paragraphs: readonly string[]
  action?: {label: string; href: string}
  /** Seconds after which trying again makes sense. */
  retryAfter?: number
}

/** Writes an error page, with its own content security policy. Needs nothing that may be down. */
export type RenderErrorPage = (page: ErrorPage) => Response

/** Answers with an error page. */
export type SendErrorPage = (
  response: SiteResponse,
  status: number,
  options?: {
    retryAfter?: number | undefined
    /** For 503: there are more readers than can be answered soon, and nothing is wrong. */
    isBusy?: boolean
  },
) => Promise<void>

/** Seconds after which trying again makes sense: when too many ask at once, and when something does not answer. */
const RETRY_WHEN_BUSY = 2
const RETRY_WHEN_UNAVAILABLE = 10

const GENERAL: Omit<ErrorPage, 'status'> = {
  title: 'Something broke on our side',
  paragraphs: ['It is not your doing, and trying again in a minute often helps.'],
  action: {label: 'Start from the front page', href: '/'},
}

const WORDS: Readonly<Record<number, Omit<ErrorPage, 'status'>>> = {
  400: {
    title: 'This request is not complete',
    paragraphs: ['It did not arrive in a form that we can read, so nothing was done.'],
    action: {label: 'Start from the front page', href: '/'},
  },
  403: {
    title: 'This form is not from our site',
    paragraphs: ['Your browser says that another site sent it, so nothing was done.'],
    action: {label: 'Go to our site', href: '/'},
  },
  404: {
    title: 'There is no page here',
    paragraphs: ['The address may be misspelt, or the page may have moved.'],
    action: {label: 'Start from the front page', href: '/'},
  },
  405: {
    title: 'This cannot be done here',
    paragraphs: ['The page can be read, and nothing else. Nothing was done.'],
    action: {label: 'Start from the front page', href: '/'},
  },
  409: {
    title: 'This form is out of date',
    paragraphs: [
      'The site changed while the page was open, and nothing was done. Load the page again, please.',
    ],
    action: {label: 'Start from the front page', href: '/'},
  },
  413: {title: 'This is too much at once', paragraphs: ['What was sent is larger than we take.']},
  417: {
    title: 'This is more than we can promise',
    paragraphs: ['The request expects something of us that we do not know, so nothing was done.'],
    action: {label: 'Start from the front page', href: '/'},
  },
  429: {
    title: 'Too many tries',
    paragraphs: ['Nothing was done. Please wait a minute and try again.'],
  },
  503: {
    title: 'This cannot be shown right now',
    paragraphs: ['Something that it needs does not answer. Please try again in a minute.'],
  },
}

const BUSY: Omit<ErrorPage, 'status'> = {
  title: 'Too many readers at once',
  paragraphs: ['Please try again in a few seconds.'],
}

/** Makes what answers with pages that say what went wrong, written by `render`. */
export function errorPageSender(render: RenderErrorPage = plainErrorPage): SendErrorPage {
  return async (response, status, {isBusy = false, retryAfter = waitAfter(status, isBusy)} = {}) => {
    const page = render({
      ...(isBusy ? BUSY : (WORDS[status] ?? GENERAL)),
      status,
      ...(retryAfter === undefined ? {} : {retryAfter}),
    })
    const body = Buffer.from(await page.arrayBuffer())
    if (response.destroyed || response.headersSent) return
    response.writeHead(status, {...Object.fromEntries(page.headers), 'content-length': body.length})
    response.end(body)
  }
}

function waitAfter(status: number, isBusy: boolean): number | undefined {
  if (status !== 503) return undefined
  return isBusy ? RETRY_WHEN_BUSY : RETRY_WHEN_UNAVAILABLE
}

/** The page without any style. Its words are the server's own, so nothing in them has to be escaped. */
function plainErrorPage({status, title, paragraphs, action, retryAfter}: ErrorPage): Response {
  const link = action ? `<p><a href="${action.href}">${action.label}</a></p>` : ''
  const words = paragraphs.map((text) => `<p>${text}</p>`).join('')
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${words}${link}</html>`
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      ...(retryAfter === undefined ? {} : {'retry-after': String(retryAfter)}),
    },
  })
}
