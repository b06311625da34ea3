import {parentPort, workerData} from 'node:worker_threads'
import {Evaluator} from './evaluator.ts'
import {ParseFailure} from './parse-query.ts'
import type {Failure, FromWorker, ToWorker, WorkerSettings} from './protocol.ts'
import type {DocumentChange} from './view.ts'

const settings: WorkerSettings = workerData
const evaluator = new Evaluator(settings)

// A stream of `groq-js` may fail before it is read. Reading it then fails too, so the early rejection needs no handling.
process.on('unhandledRejection', () => {})

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'changes') {
    const changes: DocumentChange[] = JSON.parse(message.changesJson)
    evaluator.apply(changes)
  } else if (message.kind === 'loaded') {
    post({kind: 'ready'})
  } else {
    evaluator.evaluate(message.task).then(
      (answer) => post({kind: 'answer', answer}),
      (error: unknown) => post({kind: 'failure', failure: failureOf(error)}),
    )
  }
})

function post(message: FromWorker): void {
  parentPort?.postMessage(message)
}

function failureOf(error: unknown): Failure {
  if (error instanceof ParseFailure) {
    return {type: 'parse', message: error.message, start: error.start, end: error.end}
  }
  return {type: 'evaluation', message: error instanceof Error ? error.message : String(error)}
}
