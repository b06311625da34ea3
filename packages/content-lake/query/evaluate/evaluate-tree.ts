import {type ExprNode, evaluate} from 'groq-js'
import type {LakeDocument} from '../../contracts.ts'
import type {Dependencies} from '../sync-tags.ts'
import {lookupsOf} from '../syntax/lookups.ts'
import {holding, isExpression, type Rewrite, rewriteTree} from '../syntax/rewrite-tree.ts'
import {TextSearch} from '../text/text-search.ts'
import type {Lookup} from '../view/lookup.ts'
import type {View} from '../view/view.ts'

/** What a query is evaluated with, besides the documents. */
export type Scope = {
  params: Record<string, unknown>
  /** What `identity()` answers. */
  identity: string
  projectId: string
  dataset: string
  now: Date
  /** `@` at the root; for changes. */
  root?: unknown
  before?: LakeDocument | null
  after?: LakeDocument | null
}

/**
 * Evaluates a parsed query over a view with `groq-js`, without looking at every document where an index can tell which
 * ones a filter may select. Nothing here waits for anything but promises already on their way, so no change of the view
 * can come in between.
 *
 * @returns plain data, in which dates and paths are still objects of `groq-js` that know their JSON.
 * @throws Error for what the evaluator has no implementation of.
 */
export async function evaluateTree(
  tree: ExprNode,
  view: View,
  scope: Scope,
  dependencies: Dependencies,
): Promise<unknown> {
  const search = new TextSearch()
  const planned = plan(tree, view, search, dependencies)
  const options = {
    dataset: view.documents,
    params: scope.params,
    identity: scope.identity,
    timestamp: scope.now,
    sanity: {projectId: scope.projectId, dataset: scope.dataset},
    dereference({_ref: id}: {_ref: string}) {
      if (search.isSearch(id)) return search.resolve(id, evaluateOn)
      const document = view.get(id)
      dependencies.addReference(id, document)
      return document
    },
  }
  const evaluateOn = async (id: string, expression: ExprNode) => {
    const value = await evaluate(expression, {...options, root: view.get(id)})
    return value.get()
  }
  const value = await evaluate(planned, {
    ...options,
    root: scope.root,
    before: scope.before,
    after: scope.after,
  })
  return (await value.get()) ?? null
}

/** Replaces what `*` stands for, wherever an index knows better, and what `groq-js` lacks. */
function plan(tree: ExprNode, view: View, search: TextSearch, dependencies: Dependencies): ExprNode {
  const documents = (lookups: Lookup[]): ExprNode => {
    dependencies.addSearch(lookups)
    const [best] = lookups.toSorted((a, b) => view.count(a) - view.count(b))
    return {type: 'Value', value: best ? view.find(best) : view.documents}
  }
  const rewrite: Rewrite = (node, descend) => {
    if (node.type === 'Filter' && node.base.type === 'Everything') {
      const filter = descend({...node, base: documents(lookupsOf(node.expr))})
      return filter
    }
    if (node.type === 'Everything') return documents([])
    if (node.type === 'FuncCall' && node.namespace === 'releases' && node.name === 'all') {
      return documents([{attribute: 'type', values: ['system.release']}])
    }
    return descend((isExpression(node) && search.replacement(node)) || node)
  }
  return rewriteTree(tree, rewrite, isPlanned)
}

/** Where there is something to plan: what `*` stands for, `releases::all()` and `text::query()`. */
const isPlanned = holding(
  (node) =>
    node.type === 'Everything' ||
    (node.type === 'FuncCall' && (node.namespace === 'releases' || node.namespace === 'text')),
)
