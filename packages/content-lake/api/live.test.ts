import type {LiveEvent, LiveEventMessage, SanityClient} from '@sanity/client'
import {filter, firstValueFrom, type Observable, ReplaySubject} from 'rxjs'
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake
let editor: SanityClient
let viewer: SanityClient
let anonymous: SanityClient
beforeAll(async () => {
  lake = await RestartableLake.start()
  editor = lake.client('editor')
  viewer = lake.client('viewer')
  anonymous = lake.client('anonymous')
  await editor.create({
    _id: 'privacy',
    _type: 'policy',
    title: 'Privacy',
    author: {_type: 'reference', _ref: 'ann', _weak: true},
  })
})
afterAll(() => lake.remove())

const open: {unsubscribe(): void}[] = []
afterEach(() => {
  for (const subscription of open.splice(0)) subscription.unsubscribe()
})

async function follow(client: SanityClient, includeDrafts = false): Promise<Observable<LiveEventMessage>> {
  const events = new ReplaySubject<LiveEvent>()
  open.push(client.live.events({includeDrafts}).subscribe(events))
  await firstValueFrom(events.pipe(filter(({type}) => type === 'welcome')))
  const messages = new ReplaySubject<LiveEventMessage>()
  open.push(events.subscribe((event) => event.type === 'message' && messages.next(event)))
  return messages
}

async function tagsOf(query: string, perspective: 'published' | 'drafts' = 'published'): Promise<string[]> {
  const answer = await viewer.fetch(query, {}, {filterResponse: false, perspective})
  return answer.syncTags ?? []
}

async function isStale(
  query: string,
  message: LiveEventMessage,
  perspective?: 'published' | 'drafts',
): Promise<boolean> {
  const tags: readonly string[] = message.tags
  return (await tagsOf(query, perspective)).some((tag) => tags.includes(tag))
}

describe('live events', () => {
  it('name the answers that have become stale, and no others', async () => {
    const messages = await follow(anonymous)
    await editor.patch('privacy').set({title: 'New'}).commit()
    const message = await firstValueFrom(messages)
    const stale = [
      '*[_id == "privacy"]',
      '*[_type == "policy"]{title}',
      '*[slug.current == "privacy"]',
      'count(*)',
      '*[_type == "page"]{"all": *[_type == "policy"]}',
    ]
    for (const query of stale) expect([query, await isStale(query, message)]).toEqual([query, true])
    const fresh = ['*[_type == "page"]', '*[_id == "terms"]', '*[_type in ["page", "person"]]', '1 + 1']
    for (const query of fresh) expect([query, await isStale(query, message)]).toEqual([query, false])
  })

  it('name answers that followed a reference, also to a document that did not exist', async () => {
    const query = '*[_type == "policy"]{"by": author->name}'
    const messages = await follow(anonymous)
    const dangling = await tagsOf(query)
    await editor.create({_id: 'ann', _type: 'person', name: 'Ann'})
    const {tags} = await firstValueFrom(messages)
    expect(tags.some((tag) => dangling.includes(tag))).toBe(true)
  })

  it('have the tags of drafts for signed-in callers only', async () => {
    const published = await follow(viewer)
    const drafts = await follow(viewer, true)
    await editor.create({_id: 'drafts.privacy', _type: 'policy', title: 'Draft'})
    await editor.create({_id: 'page', _type: 'page'})
    const draft = await firstValueFrom(drafts)
    expect(await isStale('*[_id == "privacy"]', draft, 'drafts')).toBe(true)
    expect(await isStale('*[_type == "policy"]', await firstValueFrom(published))).toBe(false)
    const refused = await lake.call('/data/live/events/production?includeDrafts=true')
    expect(refused.status).toBe(401)
  })

  it('tell a client that reconnects to read everything again, unless it has missed nothing', async () => {
    const path = '/data/live/events/production'
    const beginning = async (lastEventId?: string) => {
      const stream = await lake.openStream(
        path,
        lastEventId === undefined ? {} : {'last-event-id': lastEventId},
      )
      open.push(stream)
      const event = await stream.firstEvent()
      return {event, id: /^id: (.*)$/m.exec(event)?.[1] ?? ''}
    }
    const {event, id} = await beginning()
    expect(event).toMatch('event: welcome')
    expect((await beginning(id)).event).toMatch('event: welcome')
    await editor.create({_id: 'missed', _type: 'page'})
    expect((await beginning(id)).event).toMatch('event: restart')
    expect((await beginning('of another run')).event).toMatch('event: restart')
  })
})
