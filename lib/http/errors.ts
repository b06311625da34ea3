import {createHash} from 'node:crypto'
import {escapeHtml} from '../format/text.ts'

/** What a page says about something that went wrong: what it means for its reader, and the one thing to do next. */
export type ProblemPage = {
  status: number
  title: string
  paragraphs: readonly string[]
  action?: ProblemAction
  /** Seconds after which trying again makes sense. */
  retryAfter?: number
}

/** A link, or a form that sends `fields` when its only button is pressed. */
type ProblemAction = {label: string; href: string; fields?: Readonly<Record<string, string>>}

/** The look of a page that is written without the rest of the site: the same paper, ink and copper line. */
const PROBLEM_STYLE = `
:root{color-scheme:light;--sans:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;--serif:Charter,'Bitstream Charter','Sitka Text',Cambria,'Noto Serif',serif}
*{box-sizing:border-box}
body{margin:0;background:#fbfaf7;color:#14202b;font:1.0625rem/1.6 var(--sans);border-top:3px solid #b8672f}
header{padding:1rem 1.25rem;border-bottom:1px solid #ddd8cb}
header a{color:inherit;font:600 1.25rem/1.2 var(--serif);text-decoration:none}
header a,main{display:block;max-width:72rem;margin-inline:auto}
main{padding:4rem 1.25rem}
main>*{max-width:36rem}
h1{margin:0 0 1rem;font:600 2.2rem/1.15 var(--serif);letter-spacing:-.01em;text-wrap:balance}
p{margin:0 0 1rem;text-wrap:pretty}
a{color:#9c4f1e;text-underline-offset:.2em}
.act{display:inline-block;margin-top:.5rem;padding:.75rem 1.5rem;border:0;border-radius:3px;background:#9c4f1e;color:#fff;font:600 1.0625rem/1.6 var(--sans);text-decoration:none;cursor:pointer}
.act:hover{background:#14202b}
:focus-visible{outline:3px solid #9c4f1e;outline-offset:3px}
@media(min-width:48rem){header,main{padding-inline:2.5rem}}
`.trim()

const STYLE_HASH = createHash('sha256').update(PROBLEM_STYLE).digest('base64')
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`

/** An answer to a program that says what went wrong, in the one shape that every endpoint uses: `{error: {code, message}}`. */
export function errorResponse(status: number, code: string, message: string): Response {
  return Response.json({error: {code, message}}, {status, headers: {'cache-control': 'no-store'}})
}

/**
 * A finished page with any status, for answers to a form that was posted to an endpoint. Needs neither scripts nor the Content Lake
 * nor anything else that may be down.
 */
export function problemPage(problem: ProblemPage): Response {
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

function write({title, paragraphs, action}: ProblemPage): string {
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
