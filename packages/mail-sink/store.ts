import {randomBytes} from 'node:crypto'
import {mkdir, readdir, readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {z} from 'zod'
import {durableWrite} from './durable-write.ts'
import type {Envelope, Message, MessageSummary} from './message.ts'
import {readMessage} from './read-message.ts'

const kept = z.object({
  receivedAt: z.string(),
  envelope: z.object({from: z.string(), to: z.array(z.string())}),
  source: z.base64(),
})

const FILE = /^(\d{13}-[0-9a-f]{8})\.json$/

/** Messages in a folder, one file each. What `add` has returned is on disk. */
export class MessageStore {
  private readonly messages = new Map<string, Message>()
  private readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async open(folder: string): Promise<MessageStore> {
    await mkdir(folder, {recursive: true, mode: 0o700})
    const store = new MessageStore(folder)
    for (const name of (await readdir(folder)).sort()) {
      const id = FILE.exec(name)?.[1]
      if (id === undefined) continue
      const {receivedAt, envelope, source} = kept.parse(
        JSON.parse(await readFile(join(folder, name), 'utf8')),
      )
      store.messages.set(id, await readMessage(id, envelope, receivedAt, Buffer.from(source, 'base64')))
    }
    return store
  }

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
