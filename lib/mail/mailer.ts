import {connect, type Socket} from 'node:net'
import nodemailer from 'nodemailer'
import {z} from 'zod'
import {oneLine, shortened} from '../format/text.ts'

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
