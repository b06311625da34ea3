import {expect, test} from 'vitest'
import {EXAMPLES} from '../examples/examples.ts'
import {htmlOf} from '../examples/html-of.tsx'

const {callToAction} = EXAMPLES

test('it says what to do and leads there', () => {
  expect(htmlOf(callToAction)).toBe(
    '<section aria-labelledby="heading"><div><h2 id="heading">Call to action</h2><p>What happens next.</p></div><p><a href="/checkout/lifetime-access">Get lifetime access</a></p></section>',
  )
})

test('a button to a document that is gone is left out', () => {
  const gone = {_key: null, label: 'Go', href: null}
  expect(htmlOf({...callToAction, action: gone})).not.toContain('Go')
})
