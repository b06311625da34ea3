import {expect, test} from 'vitest'
import {findLeftovers} from './leftovers.ts'

test.each([
  'Hello {{ site.name }}.',
  'a {% include x.html %} b',
  '{{< ref "terms" >}}',
  'Words {: .lead}',
  ':::note',
  '!!! note',
  'A [link](x){ .button }',
  "import Box from './box'",
  'See <Component prop="x"/>',
  'Dear :Placeholder:',
  'On [DATE]',
  'Of [Company Name]',
  'see [words][missing]',
  'We are {appName}.',
  '{ORG_NAME} makes it.',
  'By{" "}us',
  'Ask {company_name}.',
  '{isEu ? (',
  '[cookie_declaration lang="en"]',
  'ends [/accordion]',
  'stray ** stars',
  'a stray _ sign',
  'Sign here: ________',
])('%s has something left over', (text) => {
  expect(findLeftovers(text)).toHaveLength(1)
})

test.each([
  'The cookies _ga, _gid and __stripe_sid.',
  'See [1], [sic] and [Article 6].',
  'At 10:30: we open, 5 * 3 = 15, a_b_c.',
  'Write {HASH} or a<b and c>d.',
  'https://x.example/:id:/y',
])('%s has nothing left over', (text) => {
  expect(findLeftovers(text)).toEqual([])
})
