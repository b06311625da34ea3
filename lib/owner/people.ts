import {type DeskQuestion, MAX_VISIT_DAYS} from '../format/desk.ts'
import {REQUEST_WORDS} from '../format/forms.ts'
import {tablesOf} from '../personal-data/archive.ts'
import {correctPerson, erasePerson} from '../personal-data/carry-out.ts'
import {currentContact} from '../personal-data/correct.ts'
import {previewErasure} from '../personal-data/erase.ts'
import {exportPerson} from '../personal-data/export.ts'
import {findPerson} from '../personal-data/find.ts'
import {
  completeRequest,
  type DecideResult,
  denyRequest,
  listRequests,
  needsOwner,
  stripeTasksOf,
} from '../personal-data/requests.ts'
import {readVisits} from '../visits.ts'
import {type Answer, audit, CHANGED_MEANWHILE, type Desk, declined, iso, isoOrNone, said} from './desk.ts'

const MAX_REQUESTS = 200
const DAY_MS = 86_400_000

/** Everything that is held about the owner of an address, and what a deletion would do. Each time is written to the audit log. */
export async function showPerson(
  desk: Desk,
  {address}: DeskQuestion<'find-person'>,
): Promise<Answer<'find-person'>> {
  await audit(desk, {action: 'person shown'})
  const person = await findPerson(desk.db, desk.keys, address)
  const [contact, exported, erasure] = [
    await currentContact(desk.db, address),
    await exportPerson(desk, address),
    await previewErasure(desk, address),
  ]
  const {orders, messages, setUpForms, holds, unfinishedOrders} = erasure
  return {
    ok: true,
    answer: {
      address: person.address,
      orderIds: person.orderIds,
      messageIds: person.messageIds,
      contact,
      erasedAt: isoOrNone(person.erasedAt ?? null),
      tables: tablesOf(exported),
      erasure: {orders, messages, setUpForms, holds, unfinishedOrders},
    },
  }
}

/** Corrects contact details, here and at Stripe, on the owner's word. */
export async function correct(
  desk: Desk,
  {address, shown, wanted}: DeskQuestion<'correct-person'>,
): Promise<Answer<'correct-person'>> {
  const result = await correctPerson(desk, {address, shown, wanted, actor: desk.actor})
  if (result.ok) return said('Corrected. Stripe follows within a minute, and the person is told by mail.')
  switch (result.reason) {
    case 'changed-meanwhile':
      return CHANGED_MEANWHILE
    case 'problems':
      return declined('not-understood', 'not_usable', Object.values(result.problems).join(' '))
    case 'unchanged':
      return declined('not-possible', 'unchanged', 'It is as you typed it already.')
    case 'nothing-held':
      return declined('not-found', 'nothing_held', 'No order has contact details of this address.')
  }
}

/** Erases what is held about a person, on the owner's word, and asks Stripe to redact its part. */
export async function erase(
  desk: Desk,
  {address}: DeskQuestion<'erase-person'>,
): Promise<Answer<'erase-person'>> {
  const {requestId, holds} = await erasePerson(desk, {address, actor: desk.actor})
  const later = holds.length > 0 ? ' What must stay for now is erased by itself when its time is over.' : ''
  return said(`Erased as request ${requestId}; Stripe is asked to redact its part.${later}`)
}

const STATES = {
  asked: 'Link sent',
  open: 'Open',
  erasing: 'Being erased',
  done: 'Done',
  denied: 'Refused',
} as const

/** Data requests, the first due at the top. */
export async function requestLines(
  desk: Desk,
  {all}: Required<DeskQuestion<'list-requests'>>,
): Promise<Answer<'list-requests'>> {
  const found = await listRequests(desk.db, {all, limit: MAX_REQUESTS})
  const tasks = await stripeTasksOf(desk.db, found)
  return {
    ok: true,
    answer: {
      requests: found.map((request) => ({
        id: request.id,
        email: request.email ?? undefined,
        about: REQUEST_WORDS[request.kind],
        state: STATES[request.state],
        receivedAt: iso(request.receivedAt),
        dueAt: iso(request.dueAt),
        isLate: request.endedAt === null && request.dueAt.getTime() < Date.now(),
        needsOwner: needsOwner(request, tasks.get(request.id)),
        atStripe: (tasks.get(request.id) ?? [])
          .filter(({status}) => status === 'by_hand')
          .flatMap(({objects}) => Object.values(objects).flat()),
        words: request.words ?? undefined,
      })),
    },
  }
}

/** Says that a request is done, or refuses it; the person is told by mail. */
export async function complete(
  desk: Desk,
  {requestId}: DeskQuestion<'complete-request'>,
): Promise<Answer<'complete-request'>> {
  return decided(
    await completeRequest(desk, requestId, desk.actor),
    'It is done, and the person is told by mail.',
  )
}

export async function deny(
  desk: Desk,
  {requestId, why}: DeskQuestion<'deny-request'>,
): Promise<Answer<'deny-request'>> {
  const result = await denyRequest(desk, requestId, {actor: desk.actor, why})
  return decided(result, 'It is refused, and the person is told why by mail.')
}

const UNDECIDED = {
  'unknown-request': declined('not-found', 'unknown_request', 'There is no such request.'),
  over: declined('not-possible', 'over', 'This request has ended already.'),
  'not-proved': declined(
    'not-possible',
    'not_proved',
    'Whose request it is is not proved yet: the link in the mail was not used.',
  ),
} as const

function decided(result: DecideResult, words: string) {
  return result.ok ? said(words) : UNDECIDED[result.reason]
}

/** Visits a day and the way from the prices to a payment; nothing of it is about a person. */
export async function visitsOf(
  {db, livemode}: Pick<Desk, 'db' | 'livemode'>,
  {days}: DeskQuestion<'visits'>,
): Promise<Answer<'visits'>> {
  const now = Date.now()
  const day = (time: number) => new Date(time).toISOString().slice(0, 10)
  const back = Math.min(days, MAX_VISIT_DAYS) - 1
  const read = await readVisits(db, {from: day(now - back * DAY_MS), to: day(now), livemode})
  const views = new Map<string, number>()
  for (const page of read.flatMap(({pages}) => pages))
    views.set(page.path, (views.get(page.path) ?? 0) + page.views)
  return {
    ok: true,
    answer: {
      days: read.map(({day: date, views: all, way}) => ({day: date, views: all, ...way})),
      pages: [...views]
        .map(([path, sum]) => ({path, views: sum}))
        .sort((a, b) => b.views - a.views)
        .slice(0, 100),
    },
  }
}
