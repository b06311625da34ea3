import {expect, test} from 'vitest'
import {z} from 'zod'
import {decodeReturnedForm, encodeReturnedForm, type FormOptions, readForm, seeOther} from './forms.ts'

const SITE = 'https://site.example'
const OPTIONS = {siteUrl: SITE, maxBytes: 100, page: {label: 'Our form', href: '/contact'}}

const sent = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request(`${SITE}/contact`, {
    method: 'POST',
    body,
    headers: {origin: SITE, 'sec-fetch-site': 'same-origin', ...headers},
  })

const refusalOf = async (request: Request, options: FormOptions = OPTIONS) => {
  const read = await readForm(request, options)
  if (read.ok) throw new Error('It was not refused.')
  return {status: read.response.status, html: await read.response.text()}
}

test('a form is read with every letter', async () => {
  const fields = {name: 'Åsa & Söhne 🚿', message: 'a\r\nb=c+d'}
  expect(await readForm(sent(new URLSearchParams(fields)), OPTIONS)).toEqual({ok: true, fields})
})

test('a form in parts is read likewise, without its files', async () => {
  const form = new FormData()
  form.set('name', 'Åsa 🚿')
  form.set('file', new File(['x'], 'x.txt'))
  expect(await readForm(sent(form), {...OPTIONS, maxBytes: 10_000})).toEqual({
    ok: true,
    fields: {name: 'Åsa 🚿'},
  })
})

test('a form in parts that are broken off is refused', async () => {
  const broken = sent('--x\r\nnonsense', {'content-type': 'multipart/form-data; boundary=x'})
  expect(await refusalOf(broken)).toMatchObject({status: 400})
})

test('a form of another site is refused, and told so', async () => {
  const {status, html} = await refusalOf(sent('', {'sec-fetch-site': 'cross-site'}))
  expect(status).toBe(403)
  expect(html).toContain('another site sent it')
  expect(html).toContain('<a class="act" href="/contact">Our form</a>')
})

test('of a form without any word about its origin, nothing is claimed that is not known', async () => {
  const {status, html} = await refusalOf(new Request(`${SITE}/contact`, {method: 'POST', body: ''}))
  expect(status).toBe(403)
  expect(html).toContain('did not say which site it was sent from')
  expect(html).not.toContain('another site sent it')
})

test('a form that is too long is refused', async () => {
  expect(await refusalOf(sent('x'.repeat(101)))).toMatchObject({status: 413})
})

test('a refusal adds what its form wants known', async () => {
  const {html} = await refusalOf(sent('x'.repeat(101)), {...OPTIONS, note: 'Nothing has been charged.'})
  expect(html).toContain('<p>Nothing has been charged.</p>')
})

test('a form that was taken leads on with GET, and no cache keeps that', () => {
  const {status, headers} = seeOther('/done')
  expect([status, headers.get('location'), headers.get('cache-control')]).toEqual([303, '/done', 'no-store'])
})

const RETURNED = {
  notice: 'problems',
  typed: {name: 'Åsa "Pipes"', message: 'One\nTwo 🚿 <b>\u2028'},
}
const shape = z.object({notice: z.literal('problems'), typed: z.record(z.string(), z.string())})

test('a returned form with any letters comes back as it went', () => {
  expect(decodeReturnedForm(encodeReturnedForm(RETURNED), shape)).toEqual(RETURNED)
})

test('a returned form passes as a header', () => {
  expect(encodeReturnedForm(RETURNED)).toMatch(/^[\w-]+$/)
})

test.each([null, '', 'e30', '%%%', encodeReturnedForm(RETURNED).slice(3)])(
  '%j is no returned form',
  (value) => {
    expect(decodeReturnedForm(value, shape)).toBeUndefined()
  },
)
