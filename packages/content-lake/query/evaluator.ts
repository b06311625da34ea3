import {type ExprNode, evaluate} from 'groq-js'
import type {LakeDocument} from '../contracts.ts'
import {instrument} from './instrument.ts'
import {lookupsOf} from './lookups.ts'
import {parseQuery} from './parse-query.ts'
import type {Answer, AnswerTo, Task, WorkerSettings} from './protocol.ts'
import {Origins, sourceMapOf} from './source-map.ts'
import {Dependencies} from './sync-tags.ts'
import {containing, isExpression, type Rewrite, rewriteTree} from './syntax-tree.ts'
import {TextSearch} from './text-search.ts'
import {DatasetCopy, type DocumentChange, type Lookup, type View} from './view.ts'

type TaskOf<K extends Task['kind']> = Extract<Task, {kind: K}>

/** Evaluates tasks over a copy of a dataset, one after the other. */
export class Evaluator {
  readonly #settings: WorkerSettings
  readonly #copy = new DatasetCopy()

  constructor(settings: WorkerSettings) {
    this.#settings = settings
  }

  apply(changes: readonly DocumentChange[]): void {
    this.#copy.apply(changes)
  }

  /** @throws ParseFailure for bad GROQ, Error for what cannot be evaluated. */
  evaluate(task: Task): Promise<Answer> {
    switch (task.kind) {
      case 'query':
        return this.#query(task)
      case 'select':
        return this.#select(task)
      case 'matches':
        return this.#matches(task)
      case 'change':
        return this.#change(task)
    }
  }

  async #query(task: TaskOf<'query'>): Promise<AnswerTo<TaskOf<'query'>>> {
    const started = performance.now()
    const view = this.#copy.view(task.perspective, task.anonymous)
    const scope = this.#scope(task)
    const dependencies = new Dependencies()
    const tree = parseQuery(task.query, task.params)
    const resultJson = this.#encode(await evaluateTree(tree, view, scope, dependencies))
    const answer = {kind: task.kind, resultJson, syncTags: dependencies.tags()}
    if (!task.sourceMap) return {...answer, ms: elapsed(started)}
    const instrumented = instrument(tree)
    const marked = await evaluateTree(instrumented.tree, view, scope, new Dependencies())
    const resultSourceMap = sourceMapOf(marked, instrumented.marks, new Origins(view))
    return {...answer, resultSourceMap, ms: elapsed(started)}
  }

  async #select(task: TaskOf<'select'>): Promise<AnswerTo<TaskOf<'select'>>> {
    const view = this.#copy.view('raw', false)
    const tree = parseQuery(task.query, task.params)
    const result = await evaluateTree(tree, view, this.#scope(task), new Dependencies())
    return {kind: task.kind, ids: [result].flat().flatMap(idOf)}
  }

  async #matches(task: TaskOf<'matches'>): Promise<AnswerTo<TaskOf<'matches'>>> {
    const tree = parseQuery(task.query, task.params)
    const selected: boolean[] = []
    for (const document of task.documents) {
      const alone = new DatasetCopy(document ? [document] : []).view('raw', task.anonymous)
      const isVisible = alone.documents.length > 0
      selected.push(
        isVisible && isSelection(await evaluateTree(tree, alone, this.#scope(task), new Dependencies())),
      )
    }
    return {kind: task.kind, selected}
  }

  async #change(task: TaskOf<'change'>): Promise<AnswerTo<TaskOf<'change'>>> {
    const {before, after} = task
    const root = after ?? before
    const view = this.#copy.view('raw', false)
    const scope: Scope = {...this.#scope({params: {}}), root, before, after}
    const run = (tree: ExprNode) => evaluateTree(tree, view, scope, new Dependencies())
    const selected = !task.filter || (await run(parseQuery(task.filter, {}, 'delta'))) === true
    const projected = task.projection ? await run(parseQuery(task.projection, {}, 'delta')) : root
    return {kind: task.kind, selected, projectedJson: this.#encode(projected)}
  }

  #scope({params, identity = '<system>'}: {params: Record<string, unknown>; identity?: string}): Scope {
    const {projectId, dataset} = this.#settings
    return {params, identity, projectId, dataset, now: new Date()}
  }

  #encode(result: unknown): string {
    const json = JSON.stringify(result)
    if (json.length <= this.#settings.maxResultChars) return json
    throw new Error(`The result is larger than ${this.#settings.maxResultChars} characters`)
  }
}

function elapsed(started: number): number {
  return Math.round(performance.now() - started)
}

function idOf(result: unknown): string[] {
  if (typeof result !== 'object' || result === null || !('_id' in result)) return []
  return typeof result._id === 'string' ? [result._id] : []
}

/** Whether a listener's query selected its document: the result is an array of documents, one document, or null. */
function isSelection(result: unknown): boolean {
  return Array.isArray(result) ? result.length > 0 : result !== null && result !== false
}

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
 * Evaluates a parsed query over a view with `groq-js`. Where an index knows which documents a filter may select, only those
 * are tried. The evaluation never waits for an event of the outside, so that no change of the view can happen during it.
 *
 * @returns Plain data, in which dates and paths are objects of `groq-js` with a `toJSON`.
 * @throws Error for a function that the evaluator does not implement.
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

/** Replaces `*` by the documents that an index finds, and what `groq-js` does not implement. */
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

/** Whether a tree contains something that {@link plan} replaces: `*`, `releases::all()` or `text::query()`. */
const isPlanned = containing(
  (node) =>
    node.type === 'Everything' ||
    (node.type === 'FuncCall' && (node.namespace === 'releases' || node.namespace === 'text')),
)
