import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {callToAction} from './index.tsx'

const {example} = callToAction

test('it says what to do and leads there', () => {
  expect(htmlOf(example)).toBe(
    '<section aria-labelledby="heading"><div><h2 id="heading">Call to action</h2><p>What happens next.</p></div><p><a href="/checkout/lifetime-access">Get lifetime access</a></p></section>',
  )
})

test('a button to a document that is gone is left out', () => {
  const gone = {_key: null, label: 'Go', href: null}
  expect(htmlOf({...example, action: gone})).not.toContain('Go')
})
