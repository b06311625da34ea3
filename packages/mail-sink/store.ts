import {randomBytes} from 'node:crypto'
import {mkdir, open, readdir, readFile, rename, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {type AddressObject, simpleParser} from 'mailparser'
import {z} from 'zod'

/** Who a message came from and went to, as the sending program said, beside what its headers say. */
export type Envelope = {from: string; to: string[]}

/** One line of the inbox. */
export type MessageSummary = {
  id: string
  /** ISO 8601, UTC. */
  receivedAt: string
  envelope: Envelope
  messageId: string | null
  from: string
  to: string
  subject: string
}

/** A message read out of its source. */
export type Message = MessageSummary & {
  headers: {name: string; value: string}[]
  text: string
  /** As it was sent: to be shown in a sandbox only. */
  html: string | null
}

const storedMessage = z.object({
  receivedAt: z.string(),
  envelope: z.object({from: z.string(), to: z.array(z.string())}),
  source: z.base64(),
})

const FILE_NAME = /^(\d{13}-[0-9a-f]{8})\.json$/

/** Messages in a folder, one file each. What `add` has returned is on disk. */
export class MessageStore {
  private readonly messages = new Map<string, Message>()
  private readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Opens the folder, making it when it is not there, and reads what it holds. */
  static async open(folder: string): Promise<MessageStore> {
    await mkdir(folder, {recursive: true, mode: 0o700})
    const store = new MessageStore(folder)
    for (const name of (await readdir(folder)).sort()) {
      const id = FILE_NAME.exec(name)?.[1]
      if (id === undefined) continue
      const {receivedAt, envelope, source} = storedMessage.parse(
        JSON.parse(await readFile(join(folder, name), 'utf8')),
      )
      store.messages.set(id, await readMessage(id, envelope, receivedAt, Buffer.from(source, 'base64')))
    }
    return store
  }

  /** @param source the message as it was sent (RFC 5322) */
  async add(envelope: Envelope, source: Buffer): Promise<Message> {
    const now = new Date()
    const id = `${now.getTime()}-${randomBytes(4).toString('hex')}`
    const message = await readMessage(id, envelope, now.toISOString(), source)
    const content = {receivedAt: message.receivedAt, envelope, source: source.toString('base64')}
    await durableWrite(this.path(id), Buffer.from(JSON.stringify(content)))
    this.messages.set(id, message)
    return message
  }

  get(id: string): Message | undefined {
    return this.messages.get(id)
  }

  /** Newest first. */
  list(): MessageSummary[] {
    return [...this.messages.values()].reverse().map(({headers, text, html, ...summary}) => summary)
  }

  /** Whether there was such a message. */
  async remove(id: string): Promise<boolean> {
    if (!this.messages.delete(id)) return false
    await rm(this.path(id), {force: true})
    return true
  }

  async clear(): Promise<void> {
    for (const id of [...this.messages.keys()]) await this.remove(id)
  }

  private path(id: string): string {
    return join(this.folder, `${id}.json`)
  }
}

async function readMessage(
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

/** Writes a whole file so that after a crash it is either complete or absent. */
async function durableWrite(path: string, content: Buffer): Promise<void> {
  const draft = `${path}.part`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
