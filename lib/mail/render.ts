import {escapeHtml} from '../format/text.ts'

/** What a mail says. Paragraphs are plain text. */
export type Email = {
  subject: string
  heading: string
  paragraphs: string[]
  /** The fields of the work order: label and value. */
  facts: [label: string, value: string][]
  action?: {label: string; url: string; note: string}
  /** Under the facts. */
  closing: string[]
}

/** The button that leads the owner to what a mail is about: `path` leads to their desk. None where there is no desk. */
export function deskAction(
  {siteUrl, hasDesk}: {siteUrl: string; hasDesk: boolean},
  label: string,
  path: string,
): Pick<Email, 'action'> {
  if (!hasDesk) return {}
  return {action: {label, url: `${siteUrl}${path}`, note: 'Sign in to the Studio as its administrator.'}}
}

export type RenderedEmail = {subject: string; text: string; html: string}

/** An email as plain text and as HTML, signed with the address of the site. */
export function renderEmail(email: Email, siteUrl: string): RenderedEmail {
  const signature = `PlumbPerfect Leads\n${siteUrl}`
  return {
    // A header is one line, and the names of clients and plans may hold a line break.
    subject: email.subject.replace(/\s+/g, ' '),
    text: renderText(email, signature),
    html: renderHtml(email, signature),
  }
}

/** Every address stands alone on its line, so that mail programs make it a link whole. */
function renderText({heading, paragraphs, facts, action, closing}: Email, signature: string): string {
  const width = Math.max(0, ...facts.map(([label]) => label.length))
  const blocks = [
    heading,
    ...paragraphs,
    action && `${action.label}:\n${action.url}\n${action.note}`,
    facts.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join('\n'),
    ...closing,
    `-- \n${signature}`,
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}

// Mail programs read neither variables nor sheets, so the brand's colours stand where they are used.
const PAPER = '#FBFAF7'
const INK = '#14202B'
const QUIET = '#55626D'
const LINE = '#DCD8CE'
const COPPER = '#9A4F1C'
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/** One column of a work order. It holds no picture, so it reads the same where mail programs show none. */
function renderHtml(
  {subject, heading, paragraphs, facts, action, closing}: Email,
  signature: string,
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:0;background:${PAPER}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:${PAPER}">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;${FONT};color:${INK};font-size:16px;line-height:1.55;text-align:left">
<tr><td style="border-bottom:3px solid ${COPPER};padding-bottom:12px;font-size:14px;font-weight:600;letter-spacing:.02em">PlumbPerfect Leads</td></tr>
<tr><td style="padding-top:28px"><h1 style="margin:0 0 16px;font-size:26px;line-height:1.2;letter-spacing:-.01em">${escapeHtml(heading)}</h1>
${paragraphs.map(paragraph).join('\n')}</td></tr>
${action ? button(action) : ''}
${facts.length > 0 ? workOrder(facts) : ''}
<tr><td style="padding-top:16px">${closing.map((text) => linked(paragraph(text))).join('\n')}</td></tr>
<tr><td style="border-top:1px solid ${LINE};padding-top:16px;font-size:13px;color:${QUIET}">${escapeHtml(signature).replaceAll('\n', '<br>')}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

function paragraph(text: string): string {
  return `<p style="margin:0 0 16px;word-break:break-word">${escapeHtml(text)}</p>`
}

/** Not every mail program makes a link of an address by itself. */
function linked(html: string): string {
  return html.replace(
    /https?:\/\/[^\s<]+/g,
    (address) => `<a href="${address}" style="color:${COPPER}">${address}</a>`,
  )
}

function button({label, url, note}: NonNullable<Email['action']>): string {
  const address = escapeHtml(url)
  return `<tr><td style="padding:8px 0 24px">
<a href="${address}" style="display:inline-block;background:${COPPER};color:#FFFFFF;text-decoration:none;font-weight:600;padding:14px 22px;border-radius:4px">${escapeHtml(label)}</a>
<p style="margin:12px 0 0;font-size:14px;color:${QUIET}">${escapeHtml(note)}</p>
</td></tr>`
}

function workOrder(facts: Email['facts']): string {
  const rows = facts.map(
    ([label, value]) => `<tr>
<td style="padding:8px 16px 8px 0;border-top:1px solid ${LINE};font-size:13px;color:${QUIET};white-space:nowrap;vertical-align:baseline">${escapeHtml(label)}</td>
<td style="padding:8px 0;vertical-align:baseline;border-top:1px solid ${LINE};font-variant-numeric:tabular-nums;word-break:break-word">${escapeHtml(value)}</td>
</tr>`,
  )
  return `<tr><td><table width="100%" cellpadding="0" cellspacing="0" style="border-bottom:1px solid ${LINE}">
${rows.join('\n')}
</table></td></tr>`
}
