import {renderToStaticMarkup} from 'react-dom/server'
import {expect, test} from 'vitest'
import {SiteFooter} from './site-frame.tsx'

type Props = Parameters<typeof SiteFooter>[0]

const empty: Props = {
  name: 'PlumbPerfect Leads',
  columns: [],
  contact: {email: undefined, phone: undefined, address: undefined},
  note: undefined,
  copyright: {holder: undefined, year: null},
  asksForConsent: false,
}

const html = (props: Partial<Props>) =>
  renderToStaticMarkup(<SiteFooter {...empty} {...props} />).replace(/ class="[^"]*"/g, '')

test('a footer without settings has the name alone', () => {
  expect(html({})).toBe('<footer><div><div><p>PlumbPerfect Leads</p></div></div></footer>')
})

test('phone, e-mail and address are shown when they are filled, and can be followed', () => {
  const contact = {email: 'hello@pipes.example', phone: '(206) 555-0143', address: 'Third Avenue\nSeattle'}
  const markup = html({contact})
  expect(markup).toContain('<address>Third Avenue\nSeattle</address>')
  expect(markup).toContain('<a href="tel:+12065550143">(206) 555-0143</a>')
  expect(markup).toContain('<a href="mailto:hello@pipes.example">hello@pipes.example</a>')
  expect(html({contact: {...contact, phone: '+44 20 7946 0958'}})).toContain('href="tel:+442079460958"')
})

test('the copyright has its year where one is given', () => {
  expect(html({copyright: {holder: 'Pipes LLC', year: 2025}})).toContain('<p>© 2025 Pipes LLC</p>')
  expect(html({copyright: {holder: 'Pipes LLC', year: null}})).toContain('<p>© Pipes LLC</p>')
  expect(html({copyright: {holder: undefined, year: 2025}})).not.toContain('©')
})
