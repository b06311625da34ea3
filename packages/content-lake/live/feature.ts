import type {Dataset, Feature, Identity, LakeContext, LakeRequest} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {EventStreams, type EventStreamsOptions} from '../sse/event-streams.ts'
import {LiveDataset, type LiveScope} from './live-dataset.ts'

/**
 * `/data/live/events/:dataset`: a stream of sync tags, which say whose answers have become stale. Only a signed-in caller
 * may ask for those of drafts.
 *
 * @see https://www.sanity.io/docs/content-lake/live-content-api
 */
export function createLiveFeature(context: LakeContext, options: EventStreamsOptions = {}): Feature {
  const streams = new EventStreams(options)
  const datasets = new Map<Dataset, LiveDataset>()

  function liveDataset(dataset: Dataset): LiveDataset {
    const present = datasets.get(dataset)
    if (present) return present
    const live = new LiveDataset(dataset)
    datasets.set(dataset, live)
    dataset.gone.addEventListener('abort', () => {
      datasets.delete(dataset)
      live.end()
    })
    return live
  }

  function handle(request: LakeRequest): undefined {
    const dataset = context.dataset(request.params.dataset ?? '')
    const scope = scopeOf(request.identity, request.search.get('includeDrafts') === 'true')
    const lastEventId = request.incoming.headers['last-event-id']
    const known = typeof lastEventId === 'string' ? lastEventId : undefined
    liveDataset(dataset).add(streams.open(request), scope, known)
  }

  return {
    routes: [{method: 'GET', pattern: '/data/live/events/:dataset', access: 'anyone', handle}],
    async close() {
      for (const live of datasets.values()) live.close()
      streams.close()
    },
  }
}

/** @throws ApiError 401 when an anonymous caller asks for drafts. */
function scopeOf(identity: Identity, includeDrafts: boolean): LiveScope {
  if (includeDrafts && !identity) throw httpError(401, 'A token is required to include drafts')
  if (!identity) return 'public'
  return includeDrafts ? 'drafts' : 'published'
}
