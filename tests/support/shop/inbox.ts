import {z} from 'zod'

const summaries = z.array(
  z.object({id: z.string(), messageId: z.string().nullable(), to: z.string(), subject: z.string()}),
)
const whole = z.object({
  subject: z.string(),
  to: z.string(),
  headers: z.array(z.object({name: z.string(), value: z.string()})),
  text: z.string(),
  html: z.string().nullable(),
})

export type Mail = z.infer<typeof whole>

/** The inbox of the local mail host, as a test reads it. */
export class Inbox {
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  async list(): Promise<z.infer<typeof summaries>> {
    return summaries.parse(await (await fetch(`${this.url}/api/messages`)).json())
  }

  /** The messages whose subject or text names this, newest first. */
  async about(text: string): Promise<Mail[]> {
    const all = await Promise.all((await this.list()).map(({id}) => this.read(id)))
    return all.filter((mail) => mail.subject.includes(text) || mail.text.includes(text))
  }

  async read(id: string): Promise<Mail> {
    return whole.parse(await (await fetch(`${this.url}/api/messages/${id}`)).json())
  }

  async fault(kind: string, times = 1): Promise<void> {
    await fetch(`${this.url}/api/faults`, {method: 'POST', body: JSON.stringify({kind, times})})
  }
}
