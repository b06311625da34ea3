import type {LakeDocument, Perspective} from '../contracts.ts'
import type {ContentSourceMap} from './source-map.ts'
import type {DocumentChange} from './view.ts'

/** Which dataset a worker evaluates for, and how large an answer may be, in characters of JSON. */
export type WorkerSettings = {projectId: string; dataset: string; maxResultChars: number}

export type Task =
  | {
      kind: 'query'
      query: string
      params: Record<string, unknown>
      perspective: Perspective
      anonymous: boolean
      identity: string
      sourceMap: boolean
    }
  | {kind: 'select'; query: string; params: Record<string, unknown>}
  | {
      kind: 'matches'
      query: string
      params: Record<string, unknown>
      documents: (LakeDocument | null)[]
      anonymous: boolean
      identity: string
    }
  | {
      kind: 'change'
      filter: string | undefined
      projection: string | undefined
      before: LakeDocument | null
      after: LakeDocument | null
    }

export type Answer =
  | {kind: 'query'; resultJson: string; resultSourceMap?: ContentSourceMap; syncTags: string[]; ms: number}
  | {kind: 'select'; ids: string[]}
  | {kind: 'matches'; selected: boolean[]}
  | {kind: 'change'; selected: boolean; projectedJson: string}

/** The answer to a task, by its kind. */
export type AnswerTo<T extends Task> = Extract<Answer, {kind: T['kind']}>

export type Failure =
  | {type: 'parse'; message: string; start: number; end: number}
  | {type: 'evaluation'; message: string}

/** Documents are sent as JSON text, which is faster than a structured clone; and two documents never share an object. */
export type ToWorker = {kind: 'changes'; changesJson: string} | {kind: 'loaded'} | {kind: 'task'; task: Task}

export type FromWorker =
  | {kind: 'ready'}
  | {kind: 'answer'; answer: Answer}
  | {kind: 'failure'; failure: Failure}

export function encodeChanges(changes: readonly DocumentChange[]): string {
  return JSON.stringify(changes)
}
