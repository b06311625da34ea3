import fc from 'fast-check'
import {type ExprNode, evaluate, parse} from 'groq-js'
import {describe, expect, it} from 'vitest'
import type {LakeDocument} from '../contracts.ts'
import {datasets, documentIds, documentOf} from '../testing/documents.ts'
import {evaluateTree, type Scope} from './evaluator.ts'
import {Dependencies} from './sync-tags.ts'
import {DatasetCopy, type View} from './view.ts'

const params = {id: 'a', ids: ['a', 'drafts.b', 'nowhere'], none: null}
const scope: Scope = {
  params,
  identity: 'me',
  projectId: 'p',
  dataset: 'd',
  now: new Date('2026-01-01T00:00:00Z'),
}

function evaluateIndexed(tree: ExprNode, view: View): Promise<unknown> {
  return evaluateTree(tree, view, scope, new Dependencies())
}

async function evaluatePlain(tree: ExprNode, view: View): Promise<unknown> {
  const value = await evaluate(tree, {
    dataset: [...view.documents],
    params,
    identity: 'me',
    timestamp: scope.now,
  })
  return value.get()
}

function viewOf(documents: LakeDocument[]): View {
  return new DatasetCopy(documents).view('raw', false)
}

const quoted = (values: fc.Arbitrary<string>) => values.map((value) => JSON.stringify(value))
const types = quoted(fc.constantFrom('policy', 'page', 'person'))
const ids = quoted(documentIds)
const slugs = fc.constantFrom('"x"', '"y"', 'null', '1', '"x" + ""', '$none')

const conditions = fc.oneof(
  ids.map((id) => `_id == ${id}`),
  ids.map((id) => `sanity::versionOf(${id})`),
  ids.map((id) => `references(${id})`),
  ids.map((id) => `ref->_type == "page" && _id != ${id}`),
  types.map((type) => `${type} == _type`),
  types.map((type) => `_type != ${type}`),
  fc.array(types, {maxLength: 3}).map((list) => `_type in [${list.join(', ')}]`),
  slugs.map((slug) => `slug.current == ${slug}`),
  fc.array(slugs, {maxLength: 3}).map((list) => `slug.current in [${list.join(', ')}]`),
  fc.constantFrom(
    '_id == $id',
    '_id in $ids',
    '_type == $none',
    'n > 1',
    'defined(slug)',
    'count(*[_type == ^._type]) > 1',
  ),
)

const filters: fc.Arbitrary<string> = fc.letrec<{filter: string}>((tie) => ({
  filter: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    conditions,
    fc
      .tuple(tie('filter'), fc.constantFrom('&&', '||'), tie('filter'))
      .map((parts) => `(${parts.join(' ')})`),
    tie('filter').map((filter) => `!(${filter})`),
  ),
})).filter

const queries = fc
  .tuple(
    filters,
    filters,
    fc.constantFrom<(outer: string, inner: string) => string>(
      (outer) => `*[${outer}]`,
      (outer, inner) => `*[${outer}][${inner}]`,
      (outer) => `count(*[${outer}])`,
      (outer) => `*[${outer}][0]{_id, "n": ref->n, "target": ref->}`,
      (outer, inner) => `*[${outer}]{_id, "siblings": *[${inner} && _type == ^._type]._id}`,
      (outer, inner) => `*[_id in *[${outer}].ref._ref || ${inner}]._id`,
      (outer, inner) => `*[${outer}] | score(${inner}) {_id, _score}`,
      (outer, inner) =>
        `{"one": *[${outer}] | order(n desc)[0...2], "all": count(*), "two": *[${inner}]._id}`,
    ),
  )
  .map(([outer, inner, shape]) => shape(outer, inner))

describe('evaluation with indexes', () => {
  it('gives the same results as evaluation without them', async () => {
    await fc.assert(
      fc.asyncProperty(datasets, queries, async (documents, query) => {
        const view = viewOf(documents)
        const tree = parse(query, {params})
        expect(await evaluateIndexed(tree, view)).toEqual(await evaluatePlain(tree, view))
      }),
      {numRuns: 1_000},
    )
  })

  it('does not read documents that an index excludes', async () => {
    const touched: string[] = []
    const documents = Array.from({length: 50}, (_, index) => {
      const document = documentOf({
        _id: `d${index}`,
        _type: index % 2 ? 'policy' : 'page',
        slug: {current: `s${index}`},
      })
      Object.defineProperty(document, 'n', {enumerable: true, get: () => touched.push(document._id)})
      return document
    })
    const view = viewOf(documents)
    for (const filter of ['_id == "d7"', 'slug.current == "s7" && _type == "policy"', '_id in ["d7", "x"]']) {
      touched.length = 0
      expect(await evaluateIndexed(parse(`*[n > 0 && ${filter}]._id`), view)).toEqual(['d7'])
      expect(new Set(touched)).toEqual(new Set(['d7']))
    }
  })

  it('finds releases', async () => {
    const view = viewOf([
      documentOf({_id: '_.releases.r1', _type: 'system.release', name: 'r1'}),
      documentOf({_id: 'a', _type: 'page'}),
    ])
    expect(await evaluateIndexed(parse('releases::all()[].name'), view)).toEqual(['r1'])
  })
})
