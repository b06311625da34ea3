import {useEffect, useState} from 'react'
import {useClient} from 'sanity'

type LiveQueryOptions = {
  /** `raw` finds drafts and published documents alike. */
  perspective?: 'raw' | 'published'
  /** Milliseconds after a change before the query is asked again. */
  pauseMs?: number
}

/**
 * What a query finds, asked again at every change of what it selects; nothing until the first answer. What was found stays
 * when the Content Lake cannot be reached for a moment.
 *
 * @param query begins with a filter alone, whose documents are listened to
 */
export function useLiveQuery(
  query: string,
  {perspective = 'raw', pauseMs = 0}: LiveQueryOptions = {},
): unknown {
  const client = useClient({apiVersion: '2026-01-01'})
  const [found, setFound] = useState<unknown>()
  useEffect(() => {
    const asking = client.withConfig({perspective})
    const ending = new AbortController()
    let pause: ReturnType<typeof setTimeout> | undefined
    const load = async () => {
      const answer = await asking.fetch(query, {}, {signal: ending.signal}).catch(() => undefined)
      if (answer !== undefined && !ending.signal.aborted) setFound(answer)
    }
    // Drafts have a part in what is listened to: a publish ends one. "welcome" comes first and after every lost connection,
    // so that nothing is missed.
    const changes = client
      .withConfig({perspective: 'raw'})
      .listen(query, {}, {events: ['welcome', 'mutation'], includeResult: false, visibility: 'query'})
      .subscribe({
        next: () => {
          clearTimeout(pause)
          pause = setTimeout(load, pauseMs)
        },
        error: () => {},
      })
    return () => {
      clearTimeout(pause)
      ending.abort()
      changes.unsubscribe()
    }
  }, [client, query, perspective, pauseMs])
  return found
}
