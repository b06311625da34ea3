import {expect, test} from 'vitest'
import {EXAMPLES} from '../examples/examples.ts'
import {htmlOf} from '../examples/html-of.tsx'

test('steps are an ordered list, each with its heading, its time and its text', () => {
  expect(htmlOf(EXAMPLES.steps)).toContain(
    '<ol><li><h3>First</h3><p>Today</p><p>What happens first.</p></li><li><h3>Then</h3>',
  )
})
