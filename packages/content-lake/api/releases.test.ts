import {ClientError, type ReleaseDocument, type SanityClient} from '@sanity/client'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake
let editor: SanityClient
let raw: SanityClient

beforeAll(async () => {
  lake = await RestartableLake.start()
  editor = lake.client('editor')
  raw = lake.client('editor', {perspective: 'raw'})
})
afterAll(() => lake.remove())

let count = 0

/** Creates a release and a published document of a name of their own. */
async function releaseWithDocument(text = 'published') {
  count += 1
  const {releaseId} = await editor.releases.create({
    releaseId: `r${count}`,
    metadata: {title: `Release ${count}`, releaseType: 'asap'},
  })
  const publishedId = `doc${count}`
  await editor.create({_id: publishedId, _type: 'note', text})
  return {releaseId, publishedId, versionId: `versions.${releaseId}.${publishedId}`}
}

async function refusalOf(promise: Promise<unknown>): Promise<ClientError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ClientError)) throw new Error(`Expected a ClientError, got ${String(error)}`)
  return error
}

const release = (releaseId: string) => editor.releases.get({releaseId})

async function releaseEvents(releaseId: string): Promise<Record<string, unknown>[]> {
  const {events} = await editor.request({url: `/data/history/production/events/releases/${releaseId}`})
  return events
}

async function eventTypes(documentId: string): Promise<unknown[]> {
  const url = `/data/history/production/events/documents/${documentId}`
  const {events} = await editor.request<{events: Record<string, {type: string}[]>}>({url})
  return events[documentId]?.map(({type}) => type) ?? []
}

describe('creating a release', () => {
  test('makes an active release with its metadata', async () => {
    const created = await editor.releases.create({metadata: {title: 'Spring', releaseType: 'undecided'}})
    expect(created).toMatchObject({
      transactionId: expect.any(String),
      releaseId: expect.stringMatching(/^\w{8}$/),
      metadata: {title: 'Spring', releaseType: 'undecided'},
    })
    expect(await release(created.releaseId)).toMatchObject({
      _id: `_.releases.${created.releaseId}`,
      _type: 'system.release',
      _rev: created.transactionId,
      name: created.releaseId,
      state: 'active',
      userId: lake.person('editor').id,
      metadata: {title: 'Spring', releaseType: 'undecided'},
    })
    const query = 'releases::all()[name == $name].metadata.title'
    expect(await raw.fetch(query, {name: created.releaseId})).toEqual(['Spring'])
  })

  test('refuses a name that is taken, and names that cannot be a perspective', async () => {
    const {releaseId} = await releaseWithDocument()
    const taken = await refusalOf(editor.releases.create({releaseId}))
    expect(taken.statusCode).toBe(409)
    expect(taken.responseBody).toContain('documentAlreadyExistsError')
    for (const name of ['a.b', 'drafts', 'published', 'raw']) {
      expect((await refusalOf(editor.releases.create({releaseId: name}))).statusCode).toBe(400)
    }
  })

  test('is for editors', async () => {
    const refused = await refusalOf(lake.client('viewer').releases.create({releaseId: 'mine'}))
    expect(refused.statusCode).toBe(403)
    expect(refused.responseBody).toContain('insufficientPermissionsError')
  })

  test('changes nothing in a dry run', async () => {
    await editor.releases.create({releaseId: 'tried'}, {dryRun: true})
    expect(await release('tried')).toBeUndefined()
  })
})

describe('editing a release', () => {
  test('changes its metadata', async () => {
    const {releaseId} = await releaseWithDocument()
    await editor.releases.edit({releaseId, patch: {set: {'metadata.title': 'New title'}}})
    expect(await release(releaseId)).toMatchObject({metadata: {title: 'New title', releaseType: 'asap'}})
    const metadata = {title: 'Whole', releaseType: 'scheduled', intendedPublishAt: '2030-01-01T00:00:00Z'}
    await editor.releases.edit({releaseId, patch: {set: {metadata}, unset: ['metadata.description']}})
    expect((await release(releaseId))?.metadata).toEqual(metadata)
  })

  test.each([
    ['the state', {set: {state: 'published'}}],
    ['the name', {unset: ['name']}],
    ['the type of release to an unknown one', {set: {'metadata.releaseType': 'soon'}}],
  ])('refuses to change %s', async (_what, patch) => {
    const {releaseId} = await releaseWithDocument()
    expect((await refusalOf(editor.releases.edit({releaseId, patch}))).statusCode).toBe(400)
  })

  test('is refused for a release that does not exist', async () => {
    const patch = {set: {'metadata.title': 'x'}}
    expect((await refusalOf(editor.releases.edit({releaseId: 'none', patch}))).statusCode).toBe(404)
  })
})

describe('versions', () => {
  test('are copied from a document, replaced and discarded', async () => {
    const {releaseId, publishedId, versionId} = await releaseWithDocument()
    await editor.createVersion({baseId: publishedId, publishedId, releaseId})
    expect(await editor.getDocument(versionId)).toMatchObject({text: 'published'})
    const document = {_type: 'note', text: 'replaced'}
    await editor.replaceVersion({document, publishedId, releaseId})
    expect(await editor.getDocument(versionId)).toMatchObject({text: 'replaced'})
    await editor.discardVersion({releaseId, publishedId})
    expect(await editor.getDocument(versionId)).toBeUndefined()
  })

  test('are the documents of their release', async () => {
    const {releaseId, publishedId, versionId} = await releaseWithDocument()
    await editor.createVersion({document: {_type: 'note', text: 'new'}, publishedId, releaseId})
    const {result} = await raw.releases.fetchDocuments({releaseId})
    expect(result.map(({_id}) => _id)).toEqual([versionId])
    expect((await editor.releases.fetchDocuments({releaseId})).result).toEqual([])
  })

  test('are seen under the name of their release as the perspective', async () => {
    const {releaseId, publishedId, versionId} = await releaseWithDocument()
    const other = await releaseWithDocument()
    await editor.createVersion({document: {_type: 'note', text: 'version'}, publishedId, releaseId})
    const read = (perspective: 'published' | string[]) =>
      editor.fetch('*[_id == $publishedId][0]{text, _originalId}', {publishedId}, {perspective})
    expect(await read([releaseId])).toEqual({text: 'version', _originalId: versionId})
    expect(await read([other.releaseId, releaseId])).toEqual({text: 'version', _originalId: versionId})
    expect(await read([other.releaseId])).toEqual({text: 'published', _originalId: publishedId})
    expect(await read('published')).toMatchObject({text: 'published'})
  })

  test('that will unpublish their document hide it in the perspective of the release', async () => {
    const {releaseId, publishedId, versionId} = await releaseWithDocument()
    await editor.unpublishVersion({releaseId, publishedId})
    const count = (perspective: 'published' | string[]) =>
      editor.fetch('count(*[_id == $publishedId])', {publishedId}, {perspective})
    expect(await count([releaseId])).toBe(0)
    expect(await count('published')).toBe(1)
    const actionType = 'sanity.action.document.edit'
    await editor.action({actionType, draftId: versionId, publishedId, patch: {unset: ['_system.delete']}})
    expect(await count([releaseId])).toBe(1)
  })

  test('cannot be added to a release that is no longer active', async () => {
    const {releaseId, publishedId} = await releaseWithDocument()
    await editor.releases.archive({releaseId})
    const add = editor.createVersion({baseId: publishedId, publishedId, releaseId})
    expect((await refusalOf(add)).message).toContain('archived')
  })
})

describe('publishing a release', () => {
  test('publishes all its versions in one transaction', async () => {
    const {releaseId, publishedId, versionId} = await releaseWithDocument()
    const created = (await editor.getDocument(publishedId))?._createdAt
    await editor.createVersion({document: {_type: 'note', text: 'changed'}, publishedId, releaseId})
    const newId = `new-${publishedId}`
    const to = {_type: 'reference', _ref: publishedId, _weak: true, _strengthenOnPublish: {type: 'note'}}
    await editor.createVersion({document: {_type: 'note', text: 'first', to}, publishedId: newId, releaseId})
    const {transactionId} = await editor.releases.publish({releaseId})

    expect(await editor.getDocuments([publishedId, newId])).toMatchObject([
      {text: 'changed', _rev: transactionId, _createdAt: created},
      {text: 'first', _rev: transactionId, to: {_type: 'reference', _ref: publishedId}},
    ])
    expect((await editor.getDocument(newId))?.to).not.toHaveProperty('_weak')
    expect((await raw.releases.fetchDocuments({releaseId})).result).toEqual([])
    const published: ReleaseDocument | undefined = await release(releaseId)
    expect(published).toMatchObject({
      state: 'published',
      publishedAt: expect.stringMatching(/^\d{4}-/),
      finalDocumentStates: [{id: versionId}, {id: `versions.${releaseId}.${newId}`}],
    })
  })

  test('unpublishes documents whose version says so, into a draft if there is none', async () => {
    const {releaseId, publishedId} = await releaseWithDocument()
    await editor.unpublishVersion({releaseId, publishedId})
    await editor.releases.publish({releaseId})
    expect(await editor.getDocument(publishedId)).toBeUndefined()
    expect(await editor.getDocument(`drafts.${publishedId}`)).toMatchObject({text: 'published'})
    expect((await eventTypes(publishedId))[0]).toBe('unpublishDocument')
  })

  test('keeps a draft as it is', async () => {
    const {releaseId, publishedId} = await releaseWithDocument()
    await editor.create({_id: `drafts.${publishedId}`, _type: 'note', text: 'draft'})
    await editor.createVersion({document: {_type: 'note', text: 'changed'}, publishedId, releaseId})
    await editor.releases.publish({releaseId})
    expect(await editor.getDocument(`drafts.${publishedId}`)).toMatchObject({text: 'draft'})
  })

  test('is refused when it would break a reference, and changes nothing', async () => {
    const {releaseId, publishedId} = await releaseWithDocument()
    await editor.create({_id: `refers-to-${publishedId}`, _type: 'note', to: {_ref: publishedId}})
    await editor.unpublishVersion({releaseId, publishedId})
    expect((await refusalOf(editor.releases.publish({releaseId}))).statusCode).toBe(409)
    expect(await release(releaseId)).toMatchObject({state: 'active'})
  })

  test('is a part of the history of each document', async () => {
    const {releaseId, publishedId, versionId} = await releaseWithDocument()
    await editor.createVersion({document: {_type: 'note', text: 'changed'}, publishedId, releaseId})
    await editor.releases.publish({releaseId})
    const url = `/data/history/production/events/documents/${publishedId}`
    const {events} = await editor.request({url})
    expect(events[publishedId][0]).toMatchObject({
      type: 'publishDocumentVersion',
      versionId,
      releaseId,
      publishCause: 'release.publish',
    })
  })
})

describe('archiving a release', () => {
  test('removes its versions, and unarchiving restores them as they were', async () => {
    const {releaseId, publishedId, versionId} = await releaseWithDocument()
    await editor.createVersion({document: {_type: 'note', text: 'kept'}, publishedId, releaseId})
    await editor.patch(versionId).set({text: 'kept in the end'}).commit()
    await editor.releases.archive({releaseId})
    expect(await release(releaseId)).toMatchObject({
      state: 'archived',
      finalDocumentStates: [{id: versionId}],
    })
    expect(await editor.getDocument(versionId)).toBeUndefined()

    await lake.restart()
    await editor.releases.unarchive({releaseId})
    expect(await editor.getDocument(versionId)).toMatchObject({text: 'kept in the end'})
    const active = await release(releaseId)
    expect(active?.state).toBe('active')
    expect(active).not.toHaveProperty('finalDocumentStates')
  })

  test('lets the release be deleted', async () => {
    const {releaseId} = await releaseWithDocument()
    await editor.releases.archive({releaseId})
    await editor.releases.delete({releaseId})
    expect(await release(releaseId)).toBeUndefined()
  })
})

describe('the state of a release', () => {
  test('allows only some actions', async () => {
    const {releaseId} = await releaseWithDocument()
    const {releases} = editor
    expect((await refusalOf(releases.delete({releaseId}))).message).toContain(
      'not permitted to transition from state active to deleted',
    )
    expect((await refusalOf(releases.unarchive({releaseId}))).statusCode).toBe(400)
    await releases.publish({releaseId})
    for (const act of [
      () => releases.publish({releaseId}),
      () => releases.archive({releaseId}),
      () => releases.unarchive({releaseId}),
      () => releases.edit({releaseId, patch: {set: {'metadata.title': 'x'}}}),
    ]) {
      expect((await refusalOf(act())).message).toContain('from state published')
    }
    await releases.delete({releaseId})
    expect((await refusalOf(releases.publish({releaseId}))).statusCode).toBe(404)
  })

  test('is never scheduled: the lake has no schedules', async () => {
    const {releaseId} = await releaseWithDocument()
    for (const act of [
      () => editor.releases.schedule({releaseId, publishAt: '2030-01-01T00:00:00Z'}),
      () => editor.releases.unschedule({releaseId}),
    ]) {
      expect(await refusalOf(act())).toMatchObject({statusCode: 403})
    }
    expect(await release(releaseId)).toMatchObject({state: 'active'})
  })
})

test('the events of a release are listed, newest first', async () => {
  const {releaseId, publishedId, versionId} = await releaseWithDocument()
  await editor.createVersion({baseId: publishedId, publishedId, releaseId})
  await editor.patch(versionId).set({text: 'changed'}).commit()
  await editor.discardVersion({releaseId, publishedId})
  await editor.createVersion({baseId: publishedId, publishedId, releaseId})
  await editor.releases.archive({releaseId})
  await editor.releases.unarchive({releaseId})
  await editor.releases.publish({releaseId})
  const events = await releaseEvents(releaseId)
  expect(events.map(({type}) => type)).toEqual([
    'publishRelease',
    'unarchiveRelease',
    'archiveRelease',
    'addDocumentToRelease',
    'discardDocumentFromRelease',
    'addDocumentToRelease',
    'createRelease',
  ])
  expect(events[5]).toMatchObject({
    releaseName: releaseId,
    author: lake.person('editor').id,
    documentId: publishedId,
    documentType: 'note',
    versionId,
  })
})

test('the Studio may create releases without a limit', async () => {
  const viewer = lake.client('viewer')
  expect(await viewer.request({url: '/features'})).toContain('contentReleases')
  expect(await viewer.request({url: '/projects/local/new-content-release-allowed'})).toMatchObject({
    data: {orgActiveReleaseLimit: null, datasetReleaseLimit: expect.any(Number)},
  })
})

test('older versions of the API know no releases', async () => {
  const {publishedId, releaseId} = await releaseWithDocument()
  await editor.createVersion({baseId: publishedId, publishedId, releaseId})
  const older = lake.client('editor', {apiVersion: '2025-02-18', perspective: 'raw'})
  expect(await older.fetch('count(*[_id in path("versions.**")])')).toBe(0)
  expect(await raw.fetch('count(*[_id in path("versions.**")]) > 0')).toBe(true)
  const refused = await refusalOf(older.fetch('*', {}, {perspective: [releaseId]}))
  expect(refused.message).toContain('Complex perspectives are not supported for this version')
})
