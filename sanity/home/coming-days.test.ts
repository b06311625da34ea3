import {expect, test} from 'vitest'
import {comingDays} from './coming-days.ts'

const NOON = new Date('2026-12-01T17:00:00Z')
const page = (days: object) => ({_id: 'sale', _type: 'page', title: 'Sale', path: '/sale', ...days})
const said = (found: object[], now = NOON) => comingDays(found, now).map(({title, words}) => [title, words])

test('pages, announcements and versions are named with their days, the next first', () => {
  const found = [
    page({firstDay: '2026-12-05', lastDay: '2026-12-24'}),
    {
      ...{_id: 'siteSettings', _type: 'siteSettings', title: null, announcement: 'Closed on Monday'},
      ...{announcementFrom: '2026-12-03', announcementUntil: '2026-12-08'},
    },
    {
      ...{_id: 'policy-version-2', _type: 'policyVersion', title: 'Terms', policyId: 'policy-terms'},
      ...{effectiveOn: '2026-12-31', number: 2},
    },
  ]
  expect(said(found)).toEqual([
    ['Announcement: Closed on Monday', 'Appears on 12/03/2026'],
    ['Sale', 'Appears on 12/05/2026'],
    ['Announcement: Closed on Monday', 'Goes on 12/08/2026'],
    ['Sale', 'Goes when 12/24/2026 is over'],
    ['Terms', 'Version 2 is in force from 12/31/2026 on'],
  ])
  expect(comingDays(found, NOON).at(-1)).toMatchObject({id: 'policy-terms', type: 'policy'})
})

test('what is over, what is far, what was withdrawn and an announcement without words are left out', () => {
  expect(
    said([
      page({firstDay: '2026-11-30', lastDay: '2027-03-01'}),
      {_id: 'siteSettings', _type: 'siteSettings', announcement: null, announcementFrom: '2026-12-03'},
      {
        _id: 'v',
        _type: 'policyVersion',
        title: 'Terms',
        policyId: null,
        effectiveOn: '2026-12-31',
        number: 2,
      },
    ]),
  ).toEqual([])
})

test('a last day counts until it is over where the business is', () => {
  const found = [
    page({lastDay: '2026-12-01'}),
    {_id: 'siteSettings', _type: 'siteSettings', timeZone: 'Pacific/Honolulu'},
  ]
  expect(said(found, new Date('2026-12-02T09:59:00Z'))).toEqual([['Sale', 'Goes when 12/01/2026 is over']])
  expect(said(found, new Date('2026-12-02T10:01:00Z'))).toEqual([])
})
