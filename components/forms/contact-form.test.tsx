import {renderToStaticMarkup} from 'react-dom/server'
import {expect, test} from 'vitest'
import {CONTACT_FIELDS, EMPTY_CONTACT} from '#lib/format/forms.ts'
import {ContactForm, type ContactFormProps} from './contact-form.tsx'

const html = (props: ContactFormProps = {}) => renderToStaticMarkup(<ContactForm {...props} />)

test('the form is sent by the browser alone, to the address of the page', () => {
  expect(html()).toMatch(/^<form[^>]* action="\/contact" method="post">/)
  expect(html()).not.toContain('<script')
})

test('exactly the fields of the policy are asked for, and the one that people do not see', () => {
  const names = [...html().matchAll(/ name="([^"]+)"/g)].map(([, name]) => name)
  expect(names).toEqual([...CONTACT_FIELDS, 'website'])
  expect(html()).toMatch(/aria-hidden="true"><label[^>]*>[^<]*<\/label><input[^>]*tabindex="-1"/i)
})

test('each field has a label', () => {
  const ids = [...html().matchAll(/<(?:input|textarea|select)[^>]* id="([^"]+)"/g)].map(([, id]) => id)
  for (const id of ids) expect(html()).toContain(` for="${id}"`)
  expect(ids).toHaveLength(6)
})

test('what was typed is kept, as text', () => {
  const typed = {
    ...EMPTY_CONTACT,
    name: '"Ann" <b>',
    message: 'a\n</textarea><script>',
    subject: 'data_access',
  }
  const markup = html({typed})
  expect(markup).toContain('value="&quot;Ann&quot; &lt;b&gt;"')
  expect(markup).toContain('a\n&lt;/textarea&gt;&lt;script&gt;</textarea>')
  expect(markup).toMatch(/<option value="data_access" selected="">/)
})

test('a wrong field is marked, described and led to', () => {
  const markup = html({problems: {email: 'Write a whole address.'}})
  expect(markup).toContain('<a href="#contact-email">E-mail</a>: Write a whole address.')
  expect(markup).toMatch(/<p id="contact-email-problem"[^>]*>Write a whole address\.<\/p>/)
  expect(markup).toMatch(
    /id="contact-email"[^>]*aria-invalid="true" aria-describedby="contact-email-problem"/,
  )
  expect(markup.match(/aria-invalid/g)).toHaveLength(1)
  expect(markup.match(/autofocus/gi)).toHaveLength(1)
})
