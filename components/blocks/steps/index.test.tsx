import {expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {steps} from './index.tsx'

test('steps are an ordered list, each with its heading, its time and its text', () => {
  expect(htmlOf(steps.example)).toContain(
    '<ol><li><h3>First</h3><p>Today</p><p>What happens first.</p></li><li><h3>Then</h3>',
  )
})
