import nodemailer from 'nodemailer'

/** A person's name and address, kept apart so that a name can never be read as part of an address. */
export type Mailbox = {name: string; address: string}

const WITH_NAME = /^\s*(.*?)\s*<([^\s<>@]+@[^\s<>@]+)>\s*$/
const ALONE = /^[^\s<>@]+@[^\s<>@]+$/

/** Reads `Name <address>` or an address alone. Throws when it is neither. */
export function parseMailbox(text: string): Mailbox {
  const [, name, address] = WITH_NAME.exec(text) ?? []
  if (name !== undefined && address !== undefined) return {name: name.replace(/^"(.*)"$/, '$1'), address}
  if (ALONE.test(text)) return {name: '', address: text}
  throw new Error('This is not a mail address.')
}

export type OutgoingMail = {
  from: Mailbox
  to: Mailbox
  replyTo?: Mailbox
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

/**
 * A mailer for a host.
 *
 * @param url such as `smtps://user:password@smtp.example.com`
 * @param timeoutMs how long to wait for the connection, for the greeting, and during silence
 */
export function smtpMailer(url: string, timeoutMs = TIMEOUT_MS): Mailer {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
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
