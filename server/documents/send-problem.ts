import {problemPage} from '#lib/http/errors.ts'
import type {SiteResponse} from '../http/site-response.ts'

const BUSY_SECONDS = 2

const GENERAL = {
  title: 'Something broke on our side',
  paragraphs: ['It is not your doing, and trying again in a minute often helps.'],
  action: {label: 'Start from the front page', href: '/'},
}

const PROBLEMS: Readonly<Record<number, Omit<Parameters<typeof problemPage>[0], 'status'>>> = {
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
    title: 'Too many readers at once',
    paragraphs: ['Please try again in a few seconds.'],
  },
}

/** Answers with a finished page that says what went wrong. Needs nothing that may be down. */
export async function sendProblem(
  response: SiteResponse,
  status: number,
  {retryAfter = status === 503 ? BUSY_SECONDS : undefined}: {retryAfter?: number | undefined} = {},
): Promise<void> {
  const page = problemPage({
    ...(PROBLEMS[status] ?? GENERAL),
    status,
    ...(retryAfter === undefined ? {} : {retryAfter}),
  })
  const body = Buffer.from(await page.arrayBuffer())
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, {...Object.fromEntries(page.headers), 'content-length': body.length})
  response.end(body)
}
