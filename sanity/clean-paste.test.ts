import {expect, test} from 'vitest'
import {cleanedData} from './clean-paste.ts'

/** What a preview puts behind words: signs without a width. */
const MARKS = '\u200b\u200c\u200d\ufeff'.repeat(8)

const clipboard = (data: Record<string, string>) => cleanedData(Object.keys(data), (type) => data[type] ?? '')

test('words from a preview lose their marks, as text and as HTML', () => {
  const found = clipboard({
    'text/plain': `Leaks${MARKS} fixed${MARKS}`,
    'text/html': `<b>Leaks${MARKS}</b> fixed`,
    Files: '',
  })
  expect(Object.fromEntries(found ?? [])).toEqual({
    'text/plain': 'Leaks fixed',
    'text/html': '<b>Leaks</b> fixed',
  })
})

test.each<Record<string, string>>([
  {'text/plain': 'Leaks fixed', 'text/html': '<b>Leaks</b> fixed'},
  // Single signs without a width join letters and pictures, and are words.
  {'text/plain': '👩🏽‍🔧 می‌خواهم'},
  {Files: ''},
  {},
])('other words are pasted as they are: %j', (data) => {
  expect(clipboard(data)).toBeUndefined()
})
