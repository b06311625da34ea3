import type {ExprNode} from 'groq-js'
import type {Answer, AnswerTo, Task, WorkerSettings} from '../pool/protocol.ts'
import {instrument} from '../source-map/instrument.ts'
import {Origins} from '../source-map/origins.ts'
import {sourceMapOf} from '../source-map/source-map.ts'
import {Dependencies} from '../sync-tags.ts'
import {parseQuery} from '../syntax/parse-query.ts'
import {DatasetCopy, type DocumentChange} from '../view/dataset-copy.ts'
import {evaluateTree, type Scope} from './evaluate-tree.ts'

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

/** A filter answers with what it selects: documents, or one, or none. */
function isSelection(result: unknown): boolean {
  return Array.isArray(result) ? result.length > 0 : result !== null && result !== false
}
