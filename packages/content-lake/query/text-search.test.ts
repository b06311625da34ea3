import {parse} from 'groq-js'
import {describe, expect, it} from 'vitest'
import {documentOf} from '../testing/documents.ts'
import {evaluateTree} from './evaluator.ts'
import {Dependencies} from './sync-tags.ts'
import {DatasetCopy} from './view.ts'

const block = (text: string) => ({_type: 'block', _key: 'k', children: [{_type: 'span', _key: 's', text}]})
const documents = [
  documentOf({
    _id: 'cookies',
    _type: 'policy',
    title: 'Cookie policy',
    body: [block('We set few cookies, and say which.')],
  }),
  documentOf({
    _id: 'privacy',
    _type: 'policy',
    title: 'Privacy policy',
    body: [block('What we keep of your data. No cookies at all.')],
  }),
  documentOf({
    _id: 'terms',
    _type: 'policy',
    title: 'Terms of service',
    body: [block('Data protection is described elsewhere.')],
  }),
  documentOf({_id: 'home', _type: 'page', title: 'Welcome', tags: ['data', 'Cookie']}),
]
const view = new DatasetCopy(documents).view('raw', false)

async function search(query: string, text: string): Promise<unknown> {
  const params = {text}
  const scope = {params, identity: 'me', projectId: 'p', dataset: 'd', now: new Date()}
  return await evaluateTree(parse(query, {params}), view, scope, new Dependencies())
}

describe('text::query()', () => {
  it.each([
    ['policy', ['cookies', 'privacy']],
    ['PRIVACY policy', ['privacy']],
    ['cook', []],
    ['cook*', ['cookies', 'home', 'privacy']],
    ['"keep of your data"', ['privacy']],
    ['"of keep"', []],
    ['data -protection', ['home', 'privacy']],
    ['-"no cookies" cookies', ['cookies']],
    ['*', ['cookies', 'home', 'privacy', 'terms']],
    ['', []],
    ['terms', ['terms']],
  ])('finds %j', async (text, found) => {
    expect(await search('*[[@, _id] match text::query($text)]._id', text)).toEqual(found)
  })

  it('searches one attribute when the query names it, also of portable text', async () => {
    expect(await search('*[title match text::query($text)]._id', 'cookie')).toEqual(['cookies'])
    expect(await search('*[body match text::query($text)]._id', 'data')).toEqual(['privacy', 'terms'])
    expect(
      await search('*[pt::text(body) match text::query($text) && _type == "policy"]._id', 'few'),
    ).toEqual(['cookies'])
  })

  it('weighs hits in score() with boosts, as in the Studio’s default search', async () => {
    const scored = `*[_type in ["policy", "page"]]
      | score(boost(_type in ["policy"] && title match text::query($text), 10), ([@, _id] match text::query($text) || references($text)))
      [_score > 0] {_id, _score} | order(_score desc)[0...10]._id`
    expect(await search(scored, 'privacy cook*')).toEqual(['privacy'])
    expect(await search(scored, 'cook*')).toEqual(['cookies', 'home', 'privacy'])
  })

  it('refuses a text that is not known before the evaluation', async () => {
    await expect(search('*[@ match text::query(title)]', '')).rejects.toThrow('takes a string')
  })
})
