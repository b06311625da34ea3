import {resolveEditInfo} from '@sanity/client/csm'
import {parse} from 'groq-js'
import {describe, expect, it} from 'vitest'
import type {Perspective} from '../contracts.ts'
import {documentOf} from '../testing/documents.ts'
import {evaluateTree} from './evaluator.ts'
import {instrument} from './instrument.ts'
import {type ContentSourceMap, Origins, sourceMapOf} from './source-map.ts'
import {Dependencies} from './sync-tags.ts'
import {DatasetCopy} from './view.ts'

const span = (key: string, text: string) => ({_type: 'span', _key: key, text})
const copy = new DatasetCopy([
  documentOf({
    _id: 'privacy',
    _type: 'policy',
    title: 'Privacy policy',
    slug: {current: 'privacy'},
    author: {_ref: 'ann'},
    readers: [
      {_ref: 'bob', _key: 'r1'},
      {_ref: 'ann', _key: 'r2'},
    ],
    tags: ['law', 'data', 'law'],
    seo: {title: 'Privacy policy'},
    body: [
      {_type: 'block', _key: 'b1', children: [span('s1', 'First'), span('s2', 'more')]},
      {_type: 'image', _key: 'i1', caption: 'A picture'},
      {_type: 'block', _key: "it's", children: [span('s3', 'Second')]},
    ],
  }),
  documentOf({_id: 'drafts.privacy', _type: 'policy', title: 'Draft of privacy', author: {_ref: 'ann'}}),
  documentOf({_id: 'ann', _type: 'person', name: 'Ann', links: [{_key: 'l1', label: 'Home', href: '/ann'}]}),
  documentOf({_id: 'bob', _type: 'person', name: 'Bob'}),
])

async function sourceMap(query: string, perspective: Perspective = 'published'): Promise<ContentSourceMap> {
  const view = copy.view(perspective, false)
  const scope = {params: {}, identity: 'me', projectId: 'p', dataset: 'd', now: new Date()}
  const {tree, marks} = instrument(parse(query))
  return sourceMapOf(await evaluateTree(tree, view, scope, new Dependencies()), marks, new Origins(view))
}

/** Every mapping as `document:path`, by its path in the result. */
async function sources(query: string, perspective?: Perspective): Promise<Record<string, string>> {
  const {documents, paths, mappings} = await sourceMap(query, perspective)
  return Object.fromEntries(
    Object.entries(mappings).map(([path, {source}]) => [
      path,
      `${documents[source.document]?._id}:${paths[source.path]}`,
    ]),
  )
}

const policy = '*[_type == "policy"][0]'

describe('source maps', () => {
  it('follow attributes that a projection renames', async () => {
    expect(await sources(`*[_type == "policy"]{"heading": title, "path": slug.current, title}`)).toEqual({
      "$[0]['heading']": "privacy:$['title']",
      "$[0]['path']": "privacy:$['slug']['current']",
      "$[0]['title']": "privacy:$['title']",
    })
  })

  it('name the draft that a value comes from', async () => {
    expect(await sources(`${policy}{title, "by": author->name}`, ['drafts'])).toEqual({
      "$['title']": "drafts.privacy:$['title']",
      "$['by']": "ann:$['name']",
    })
  })

  it('distinguish equal values', async () => {
    expect(await sources(`${policy}{"a": seo.title, "b": title}`)).toEqual({
      "$['a']": "privacy:$['seo']['title']",
      "$['b']": "privacy:$['title']",
    })
  })

  it('point into portable text by keys, when it is whole, filtered or projected', async () => {
    const first = "privacy:$['body'][?(@._key=='b1')]['children'][?(@._key=='s1')]['text']"
    const last = "privacy:$['body'][?(@._key=='it\\'s')]['children'][?(@._key=='s3')]['text']"
    expect(await sources(`${policy}{body}`)).toMatchObject({
      "$['body'][0]['children'][0]['text']": first,
      "$['body'][2]['children'][0]['text']": last,
    })
    expect(await sources(`${policy}.body[_type == "block"]`)).toMatchObject({
      "$[1]['children'][0]['text']": last,
    })
    expect(
      await sources(`${policy}{"text": body[]{..., _type == "image" => {"alt": caption}}}`),
    ).toMatchObject({
      "$['text'][0]['children'][0]['text']": first,
      "$['text'][1]['alt']": "privacy:$['body'][?(@._key=='i1')]['caption']",
      "$['text'][2]['children'][0]['text']": last,
    })
  })

  it('follow references, into objects and single values, one or many', async () => {
    expect(
      await sources(
        `${policy}{"names": readers[]->name, "writer": author->{name}, "links": author->links[]{label}}`,
      ),
    ).toEqual({
      "$['names'][0]": "bob:$['name']",
      "$['names'][1]": "ann:$['name']",
      "$['writer']['name']": "ann:$['name']",
      "$['links'][0]['label']": "ann:$['links'][?(@._key=='l1')]['label']",
    })
  })

  it('follow spread documents, but for values that overwrite theirs', async () => {
    const map = await sources(`${policy}{..., "title": "fixed", ...author->{"penName": name}}`)
    expect(map["$['title']"]).toBeUndefined()
    expect(map["$['penName']"]).toBe("ann:$['name']")
    expect(map["$['seo']['title']"]).toBe("privacy:$['seo']['title']")
    expect(map["$['_id']"]).toBe("privacy:$['_id']")
  })

  it('follow the choices that a query makes', async () => {
    expect(
      await sources(
        `${policy}{"a": coalesce(missing, seo.title, title), "b": select(false => title, true => seo.title)}`,
      ),
    ).toEqual({"$['a']": "privacy:$['seo']['title']", "$['b']": "privacy:$['seo']['title']"})
  })

  it('follow single values, arrays of values, and values of an enclosing scope', async () => {
    expect(await sources(`${policy}.title`)).toEqual({$: "privacy:$['title']"})
    expect(await sources(`${policy}{tags, "last": tags[-1], "of": author->{"title": ^.title}}`)).toEqual({
      "$['tags'][0]": "privacy:$['tags'][0]",
      "$['tags'][1]": "privacy:$['tags'][1]",
      "$['tags'][2]": "privacy:$['tags'][2]",
      "$['last']": "privacy:$['tags'][2]",
      "$['of']['title']": "privacy:$['title']",
    })
    expect(
      await sources(`{"policy": ${policy}{title}, "people": *[_type == "person"] | order(name desc){name}}`),
    ).toEqual({
      "$['policy']['title']": "privacy:$['title']",
      "$['people'][0]['name']": "bob:$['name']",
      "$['people'][1]['name']": "ann:$['name']",
    })
  })

  it('have no mapping for computed values', async () => {
    expect(
      await sources(`${policy}{"shout": upper(title), "n": count(tags), "fixed": "x", "none": missing}`),
    ).toEqual({})
  })

  it('let the client find the field in the Studio', async () => {
    const resultSourceMap = await sourceMap(`${policy}{"text": body}`, ['drafts'])
    expect(resultSourceMap.documents).toEqual([])
    const published = await sourceMap(`${policy}{"text": body}`)
    const info = resolveEditInfo({
      studioUrl: '/studio',
      resultSourceMap: published,
      resultPath: ['text', {_key: 'b1', _index: 0}, 'children', {_key: 's2', _index: 1}, 'text'],
    })
    expect(info).toMatchObject({
      id: 'privacy',
      type: 'policy',
      path: ['body', {_key: 'b1'}, 'children', {_key: 's2'}, 'text'],
    })
  })
})
