import {renderToStaticMarkup} from 'react-dom/server'
import {expect, test} from 'vitest'
import {ConsentBanner} from '#components/privacy/consent-banner.tsx'

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
