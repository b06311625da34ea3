import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import nodemailer from 'nodemailer'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {z} from 'zod'
import {type RunningMail, startMail} from './server.ts'

let folder: string
let mail: RunningMail

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mail-sink-'))
  mail = await startMail({smtpPort: 0, webPort: 0, dataDir: folder})
})

afterEach(async () => {
  await mail.stop()
  await rm(folder, {recursive: true, force: true})
})

const message = {
  from: {name: 'Shop', address: 'shop@example.com'},
  to: {name: 'Ann <script>', address: 'ann@example.com'},
  subject: 'Straße & <b>pipes</b>',
  text: 'Hello\n.\nafter the dot',
  html: '<p style="color:red">Hello</p><script>parent.document.title="owned"</script>',
}

const send = (socketTimeout = 15_000) =>
  nodemailer.createTransport({url: mail.smtpUrl, socketTimeout}).sendMail(message)

const summaries = z.array(z.looseObject({id: z.string(), subject: z.string(), to: z.string()}))
const inbox = async () => summaries.parse(await (await fetch(`${mail.webUrl}/api/messages`)).json())

const fault = (kind: string) =>
  fetch(`${mail.webUrl}/api/faults`, {method: 'POST', body: JSON.stringify({kind})})

test('a message is kept whole, and is there after a restart', async () => {
  await send()
  await mail.stop()
  mail = await startMail({smtpPort: 0, webPort: 0, dataDir: folder})
  const [{id} = {id: ''}] = await inbox()
  const kept = await (await fetch(`${mail.webUrl}/api/messages/${id}`)).json()
  expect(kept).toMatchObject({
    subject: message.subject,
    html: message.html,
    envelope: {from: 'shop@example.com', to: ['ann@example.com']},
  })
  expect(kept).toHaveProperty('text', expect.stringContaining('after the dot'))
})

test('script in a message cannot run in the inbox', async () => {
  await send()
  const [{id} = {id: ''}] = await inbox()
  const list = await (await fetch(mail.webUrl)).text()
  expect(list).toContain('&lt;b&gt;pipes&lt;/b&gt;')
  expect(list).not.toContain('<b>pipes')
  const body = await fetch(`${mail.webUrl}/messages/${id}/html`)
  expect(body.headers.get('content-security-policy')).toMatch(
    /^sandbox (?!.*allow-scripts).*default-src 'none'/,
  )
  expect(await (await fetch(`${mail.webUrl}/messages/${id}`)).text()).not.toContain('<script')
})

test.each([
  ['refuse', 0],
  ['reject', 0],
  ['timeout', 0],
  ['accept-then-drop', 1],
])('after %s the sender knows of a failure and %d messages are kept', async (kind, kept) => {
  await fault(kind)
  await expect(send(kind === 'timeout' ? 300 : undefined)).rejects.toThrow()
  expect(await inbox()).toHaveLength(kept)
  await send()
  expect(await inbox()).toHaveLength(kept + 1)
})

test('messages are deleted one by one and all at once', async () => {
  for (let count = 0; count < 3; count++) await send()
  const [{id} = {id: ''}] = await inbox()
  await fetch(`${mail.webUrl}/api/messages/${id}`, {method: 'DELETE'})
  expect(await inbox()).toHaveLength(2)
  await fetch(`${mail.webUrl}/messages/delete`, {method: 'POST'})
  expect(await inbox()).toHaveLength(0)
})

test('another site cannot delete', async () => {
  await send()
  const refused = await fetch(`${mail.webUrl}/messages/delete`, {
    method: 'POST',
    headers: {'sec-fetch-site': 'cross-site'},
  })
  expect(refused.status).toBe(403)
  expect(await inbox()).toHaveLength(1)
})
