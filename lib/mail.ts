import {connect, type Socket} from 'node:net'
import nodemailer from 'nodemailer'
import {z} from 'zod'
import {escapeHtml, oneLine, shortened} from './format/text.ts'

/** What a mail says. Paragraphs are plain text. */
export type Email = {
  subject: string
  heading: string
  paragraphs: string[]
  /** The fields of the work order: label and value. */
  facts: [label: string, value: string][]
  action?: {label: string; url: string; note: string}
  /** Under the facts: sentences, and links by their names. */
  closing: (string | Link)[]
}

type Link = {label: string; url: string}

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
    ...closing.map((line) => (typeof line === 'string' ? line : `${line.label}:\n${line.url}`)),
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
<tr><td style="padding-top:16px">${closing.map(closingLine).join('\n')}</td></tr>
<tr><td style="border-top:1px solid ${LINE};padding-top:16px;font-size:13px;color:${QUIET}">${escapeHtml(signature).replaceAll('\n', '<br>')}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
}

const paragraph = (text: string): string => inParagraph(escapeHtml(text))

const inParagraph = (html: string): string => `<p style="margin:0 0 16px;word-break:break-word">${html}</p>`

const closingLine = (line: string | Link): string =>
  typeof line === 'string'
    ? linked(paragraph(line))
    : inParagraph(`<a href="${escapeHtml(line.url)}" style="color:${COPPER}">${escapeHtml(line.label)}</a>`)

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

/** A person's name and address, kept apart so that a name can never be read as part of an address. */
export type Mailbox = {name: string; address: string}

/** RFC 5321 §4.5.3.1.3, less the two brackets. */
const MAX_ADDRESS_CHARACTERS = 254
const MAX_NAME_LETTERS = 100

const address = z.email().max(MAX_ADDRESS_CHARACTERS)

/**
 * A mailbox that mail can be sent to or from: exactly one address, and a name of one line. It can be made only by being checked,
 * and no mail goes out without one.
 */
export class MailAddress {
  readonly name: string
  readonly address: string
  readonly #isChecked = true

  private constructor(name: string, address: string) {
    this.name = name
    this.address = address
  }

  /** Nothing when the address is none, or several: `a@x.example,b@y.example`. */
  static check(mailbox: Mailbox): MailAddress | undefined {
    const checked = address.safeParse(mailbox.address)
    const name = shortened(oneLine(mailbox.name), MAX_NAME_LETTERS)
    return checked.success ? new MailAddress(name, checked.data) : undefined
  }

  /** Whether something is one. */
  static isChecked(mailbox: Mailbox): mailbox is MailAddress {
    return #isChecked in mailbox
  }
}

const WITH_NAME = /^\s*(.*?)\s*<([^\s<>@]+@[^\s<>@]+)>\s*$/

/** Reads `Name <address>` or an address alone. Throws when it is neither. */
export function parseMailbox(text: string): MailAddress {
  const [, name = '', address = text.trim()] = WITH_NAME.exec(text) ?? []
  const checked = MailAddress.check({name: name.replace(/^"(.*)"$/, '$1'), address})
  if (checked === undefined) throw new Error('This is not a mail address.')
  return checked
}

export type OutgoingMail = {
  from: MailAddress
  to: MailAddress
  replyTo?: MailAddress | undefined
  subject: string
  text: string
  html: string
  /** Stays the same when the mail is sent again. Without angle brackets. */
  messageId: string
}

export type Mailer = {
  /** Resolves when the mail host has taken the message over. */
  send(mail: OutgoingMail): Promise<void>
  close(): void
}

const TIMEOUT_MS = 10_000

type Connected = (error: Error | null, found?: {connection: Socket}) => void

/**
 * Connects to a mail host by its name. nodemailer would look the name up and connect to an address, which says nothing about
 * whose it is.
 */
function connectByName(url: string, timeoutMs: number, done: Connected): void {
  const {protocol, hostname, port} = new URL(url)
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'smtps:' ? 465 : 587),
  })
  const fail = (error: Error) => done(error)
  socket.once('error', fail)
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('The mail host does not answer.')))
  socket.once('connect', () => {
    socket.off('error', fail).setTimeout(0)
    done(null, {connection: socket})
  })
}

/** Asks a mail host whether it would take mail. Rejects when it does not answer, or not these credentials. */
export async function askMailHost(url: string): Promise<void> {
  const transport = nodemailer.createTransport({
    url,
    getSocket: (_, done) => connectByName(url, TIMEOUT_MS, done),
  })
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

/**
 * A mailer for a host.
 *
 * @param url such as `smtps://user:password@smtp.example.com`
 * @param timeoutMs how long to wait for the connection, for the greeting, and during silence
 * @param name the host that greets the mail host (RFC 5321 §4.1.1.1); left out, that of this machine
 */
export function smtpMailer(url: string, timeoutMs = TIMEOUT_MS, name?: string): Mailer {
  const transport = nodemailer.createTransport({
    url,
    ...(name !== undefined && {name}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: (_, done) => connectByName(url, timeoutMs, done),
  })
  return {
    async send({messageId, to, from, ...mail}) {
      await transport.sendMail({
        ...mail,
        from,
        to,
        messageId: `<${messageId}>`,
        // Taken from the parts and never read out of a header, so that nothing in a name can add a recipient.
        envelope: {from: from.address, to: [to.address]},
        // RFC 3834: tells automatic responders to keep quiet.
        headers: {'Auto-Submitted': 'auto-generated'},
      })
    },
    close: () => transport.close(),
  }
}
