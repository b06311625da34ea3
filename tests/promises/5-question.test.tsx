// @vitest-environment jsdom
import {renderToStaticMarkup} from 'react-dom/server'
import {expect, test} from 'vitest'
import {ConsentBanner} from '#components/privacy/consent-banner.tsx'
import script from '../../public/consent-1.js?raw'

/** §5: no is as easy as yes, and the question stays hidden where nothing can be loaded. */

const html = renderToStaticMarkup(
  <ConsentBanner measurementId="G-TEST1234" question="a1b2c3d4" tagHost="https://tag.example" />,
)
/** The attributes of each button that answers, without its answer. */
const looks = [...html.matchAll(/<button ([^>]*name="answer"[^>]*)>/g)].map(([, attributes = '']) =>
  attributes.replace(/ ?value="(?:yes|no)"/, ''),
)

test('both answers are buttons of one look, beside each other in one form', () => {
  expect(looks).toHaveLength(2)
  expect(looks[0]).toMatch(/class="[^"]+"/)
  expect(looks[0]).toBe(looks[1])
})

test('the question is hidden until a script shows it, and goes to this site without one', () => {
  expect(html).toMatch(/^<section id="consent"[^>]* hidden="">/)
  expect(html).toContain('<form')
  expect(html).toMatch(/action="\/api\/consent" method="post"/)
})

test('no advertisement is asked for, and nothing is ticked beforehand', () => {
  expect(html).not.toMatch(/checked|advert|partner|marketing/i)
})

/** The page as it stands once the question's script has run, with what a browser holds. */
function pageAfterScript({cookie = '', gpc = false}: {cookie?: string; gpc?: boolean}) {
  document.body.innerHTML = html
  const form = document.querySelector('form')
  // A browser gives a form's fields by their names; jsdom does not.
  if (form) Object.defineProperty(form, 'question', {value: form.elements.namedItem('question')})
  const browser = {
    navigator: {globalPrivacyControl: gpc},
    location: {pathname: '/'},
    window: {},
    dataLayer: [],
    document: {
      currentScript: document.querySelector('script'),
      cookie,
      head: document.head,
      getElementById: (id: string) => document.getElementById(id),
      createElement: (name: string) => document.createElement(name),
    },
    fetch: () => new Promise(() => {}),
    addEventListener: () => {},
  }
  document.head.innerHTML = ''
  new Function(...Object.keys(browser), script)(...Object.values(browser))
  return {
    isAsked: document.getElementById('consent')?.hidden === false,
    loaded: [...document.head.querySelectorAll('script')].map(({src}) => src),
  }
}

const TAG = 'https://tag.example/gtag/js?id=G-TEST1234'

test.each([
  ['who has not answered is asked, and nothing is loaded', {}, {isAsked: true, loaded: []}],
  ['who said no is left alone', {cookie: '__Host-consent=a1b2c3d4.no.x'}, {isAsked: false, loaded: []}],
  ['who said yes is counted', {cookie: '__Host-consent=a1b2c3d4.yes.x'}, {isAsked: false, loaded: [TAG]}],
  [
    'a yes to another question is none',
    {cookie: '__Host-consent=00000000.yes.x'},
    {isAsked: true, loaded: []},
  ],
  ['a browser that says no for its owner is not asked', {gpc: true}, {isAsked: false, loaded: []}],
  [
    'and its earlier yes is none',
    {gpc: true, cookie: '__Host-consent=a1b2c3d4.yes.x'},
    {isAsked: false, loaded: []},
  ],
])('%s', (_, held, shown) => {
  expect(pageAfterScript(held)).toEqual(shown)
})
