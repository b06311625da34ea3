import {type AddressObject, simpleParser} from 'mailparser'
import type {Envelope, Message} from './message.ts'

/** Reads a message out of its source (RFC 5322). */
export async function readMessage(
  id: string,
  envelope: Envelope,
  receivedAt: string,
  source: Buffer,
): Promise<Message> {
  // Without a text part the reader sees that there is none, rather than one made up from the HTML.
  const mail = await simpleParser(source, {skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true})
  return {
    id,
    receivedAt,
    envelope,
    messageId: mail.messageId ?? null,
    from: addresses(mail.from),
    to: addresses(mail.to),
    subject: mail.subject ?? '',
    headers: mail.headerLines.map(({key, line}) => ({
      name: key,
      value: line.slice(line.indexOf(':') + 1).trim(),
    })),
    text: mail.text ?? '',
    html: mail.html || null,
  }
}

function addresses(value: AddressObject | AddressObject[] | undefined): string {
  return [value ?? []]
    .flat()
    .map(({text}) => text)
    .join(', ')
}
