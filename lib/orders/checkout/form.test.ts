import {expect, test} from 'vitest'
import {agreedVersions} from './form.ts'

const SEEN = {terms: 'policy-terms@one', policy: 'policy-privacy@one'}

test('what the page linked to, and is still in force, is agreed to', () => {
  expect(agreedVersions(SEEN, SEEN)).toEqual({ok: true, versions: SEEN})
})

test.each(['terms', 'policy'])('new %s are not agreed to by who saw the old ones', (document) => {
  const published = {...SEEN, [document]: 'policy@two'}
  expect(agreedVersions(SEEN, published)).toEqual({ok: false, reason: 'renewed'})
})

test.each(['terms', 'policy'])('nothing is sold while the %s are not published', (document) => {
  const published = {...SEEN, [document]: undefined}
  expect(agreedVersions(SEEN, published)).toEqual({ok: false, reason: 'unpublished'})
})
