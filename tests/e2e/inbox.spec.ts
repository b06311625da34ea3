import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type RunningMail, startMail} from '@local/mail-sink'
import nodemailer from 'nodemailer'
import {expect, test} from 'playwright/test'

/** The inbox of the mail sink, which needs none of the stack's services. */
let folder: string
let mail: RunningMail
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbox-'))
  mail = await startMail({smtpPort: 0, webPort: 0, dataDir: folder})
})
test.afterEach(async () => {
  await mail.stop()
  await rm(folder, {recursive: true})
})

const PHONE = {width: 390, height: 844}
test.use({viewport: PHONE, isMobile: true, hasTouch: true})

test('a mail is read whole on a phone', async ({page}) => {
  const paragraphs = Array.from({length: 60}, (_, index) => `<p>Paragraph ${index + 1}</p>`).join('')
  await nodemailer.createTransport(mail.smtpUrl).sendMail({
    from: '"A shop with a long name" <orders@shop.example>',
    to: '"Ann" <ann.of.the.office@a-company-with-a-long-name.example>',
    subject: 'Your order SH-7K3F-92QM: payment received',
    html: `${paragraphs}<p>The last line</p>`,
  })

  await page.goto(mail.webUrl)
  await page.getByRole('link', {name: 'payment received'}).tap()

  const frame = page.locator('iframe')
  const box = await frame.boundingBox()
  expect(box?.y).toBeLessThan(PHONE.height / 4)
  expect(box?.height).toBeGreaterThan(PHONE.height * 0.7)
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(PHONE.height)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width)
  const lastLine = frame.contentFrame().getByText('The last line')
  await lastLine.scrollIntoViewIfNeeded()
  await expect(lastLine).toBeInViewport()
  await expect(page.getByText('ann.of.the.office@a-company-with-a-long-name.example').first()).toBeVisible()

  const alone = await page.getByRole('link', {name: 'Open the message by itself'}).getAttribute('href')
  expect(await (await page.request.get(`${mail.webUrl}${alone}`)).text()).toContain('The last line')
})
