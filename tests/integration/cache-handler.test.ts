import {expect, test} from 'vitest'
import {foundNothing} from '../../cache-handler.ts'

test.each([
  ['{"query": "…", "result": null, "ms": 2}', true],
  ['{"result": []}', false],
  ['{"result": {"title": null}}', false],
  ['{}', false],
  ['null', false],
  ['not JSON', false],
  [JSON.stringify({result: null, query: 'x'.repeat(4_096)}), false],
])('%s', (body, expected) => {
  expect(foundNothing({body: Buffer.from(body).toString('base64')})).toBe(expected)
})
