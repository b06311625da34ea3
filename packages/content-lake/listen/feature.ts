import {randomUUID} from 'node:crypto'
import type {Dataset, Feature, LakeContext, LakeRequest} from '../contracts.ts'
import {EventStreams, type EventStreamsOptions} from '../sse/event-streams.ts'
import {DatasetListeners} from './dataset-listeners.ts'
import {readListenOptions} from './listen-options.ts'

/**
 * `/data/listen/:dataset`: a stream of the mutations of documents that a query selects. It begins with `welcome`, whereupon
 * clients read afresh. Those that could resume are told with `reset` that they have to: what they missed is not kept.
 */
export function createListenFeature(context: LakeContext, options: EventStreamsOptions = {}): Feature {
  const streams = new EventStreams(options)
  const datasets = new Map<Dataset, DatasetListeners>()

  function listenersOf(dataset: Dataset): DatasetListeners {
    const present = datasets.get(dataset)
    if (present) return present
    const listeners = new DatasetListeners(dataset, context.engine(dataset))
    datasets.set(dataset, listeners)
    dataset.gone.addEventListener('abort', () => {
      datasets.delete(dataset)
      listeners.end()
    })
    return listeners
  }

  async function handle(request: LakeRequest): Promise<undefined> {
    const dataset = context.dataset(request.params.dataset ?? '')
    const listenOptions = readListenOptions(request)
    // Bad GROQ is answered as an error here, where the client can still be told.
    await context.engine(dataset).matches(listenOptions.query, listenOptions.params, [], request.identity)
    const stream = streams.open(request)
    listenersOf(dataset).add({stream, options: listenOptions}, request.identity)
    const isReturning = request.incoming.headers['last-event-id'] !== undefined
    const isReset = isReturning && listenOptions.enableResume
    stream.send({event: isReset ? 'reset' : 'welcome', data: {listenerName: randomUUID()}})
  }

  return {
    routes: [{method: 'GET', pattern: '/data/listen/:dataset', access: 'anyone', handle}],
    async close() {
      for (const listeners of datasets.values()) listeners.close()
      streams.close()
    },
  }
}
