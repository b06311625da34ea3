import {expect, test} from 'vitest'
import {EXAMPLES} from '../examples/examples.ts'
import {htmlOf} from '../examples/html-of.tsx'

const {faq} = EXAMPLES

test('every question opens to its answer without scripts', () => {
  expect(htmlOf(faq)).toContain(
    '<details><summary>A question?</summary><div><p>An answer.</p></div></details>',
  )
})

test('a question without an answer is not asked, and without any question nothing is shown', () => {
  const open = {_key: 'open', question: 'Unanswered?', answer: []}
  expect(htmlOf({...faq, items: [...faq.items, open]})).not.toContain('Unanswered')
  expect(htmlOf({...faq, items: [open]})).toBe('')
})
