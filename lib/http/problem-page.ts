import {createHash} from 'node:crypto'
import {escapeHtml} from '../mail/escape-html.ts'
import {PROBLEM_STYLE} from './problem-style.ts'

/** What went wrong, for a person: what it means for them, and the one thing to do next. */
export type Problem = {
  status: number
  title: string
  paragraphs: readonly string[]
  action?: ProblemAction
  /** Seconds after which trying again makes sense. */
  retryAfter?: number
}

/** A link, or a form that sends `fields` when its only button is pressed. */
export type ProblemAction = {label: string; href: string; fields?: Readonly<Record<string, string>>}

const STYLE_HASH = createHash('sha256').update(PROBLEM_STYLE).digest('base64')
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`

/**
 * A finished page with any status, for answers to a form that was posted to an endpoint. Needs neither scripts nor the Content Lake
 * nor anything else that may be down.
 */
export function problemPage(problem: Problem): Response {
  return new Response(write(problem), {
    status: problem.status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': POLICY,
      ...(problem.retryAfter === undefined ? {} : {'retry-after': String(problem.retryAfter)}),
    },
  })
}

function write({title, paragraphs, action}: Problem): string {
  const body = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${PROBLEM_STYLE}</style>
</head>
<body>
<header><a href="/">PlumbPerfect Leads</a></header>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
${action === undefined ? '' : writeAction(action)}
</main>
</body>
</html>
`
}

function writeAction({label, href, fields}: ProblemAction): string {
  const [address, words] = [escapeHtml(href), escapeHtml(label)]
  if (fields === undefined) return `<a class="act" href="${address}">${words}</a>`
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return `<form method="post" action="${address}">${inputs.join('')}<button class="act">${words}</button></form>`
}
