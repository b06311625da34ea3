import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {faq} from './index.tsx'

const {example} = faq

test('every question opens to its answer without scripts', () => {
  expect(htmlOf(example)).toContain(
    '<details><summary>A question?</summary><div><p>An answer.</p></div></details>',
  )
})

test('a question without an answer is not asked, and without any question nothing is shown', () => {
  const open = {_key: 'open', question: 'Unanswered?', answer: []}
  expect(htmlOf({...example, items: [...example.items, open]})).not.toContain('Unanswered')
  expect(htmlOf({...example, items: [open]})).toBe('')
})

test('machines are told of questions with their answers, and of none when there is none', () => {
  const context = {site: {url: 'https://plumbperfectleads.help', name: 'PlumbPerfect Leads'}, offers: {}}
  expect(faq.jsonLd([example], context)).toEqual([
    {
      '@type': 'FAQPage',
      mainEntity: [
        {
          '@type': 'Question',
          name: 'A question?',
          acceptedAnswer: {'@type': 'Answer', text: 'An answer.'},
        },
        {
          '@type': 'Question',
          name: 'Another question?',
          acceptedAnswer: {'@type': 'Answer', text: 'Another answer.'},
        },
      ],
    },
  ])
  expect(faq.jsonLd([{...example, items: []}], context)).toEqual([])
})
