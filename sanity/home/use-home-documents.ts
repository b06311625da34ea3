import {useEffect, useState} from 'react'
import {useClient} from 'sanity'
import {HOME_QUERY, type HomeDocument, homeDocuments} from './documents.ts'

/** The documents of the site as they are now; nothing until the first answer. */
export function useHomeDocuments(): readonly HomeDocument[] | undefined {
  const client = useClient({apiVersion: '2026-01-01'})
  const [documents, setDocuments] = useState<readonly HomeDocument[]>()

  useEffect(() => {
    const raw = client.withConfig({perspective: 'raw'})
    const ending = new AbortController()
    const load = async () => {
      const found = await raw.fetch(HOME_QUERY, {}, {signal: ending.signal}).catch(() => undefined)
      // What is shown stays when the Content Lake cannot be reached for a moment.
      if (found !== undefined && !ending.signal.aborted) setDocuments(homeDocuments(found))
    }
    // "welcome" comes first and after every lost connection, so that nothing is missed.
    const changes = raw
      .listen(HOME_QUERY, {}, {events: ['welcome', 'mutation'], includeResult: false, visibility: 'query'})
      .subscribe({next: load, error: () => {}})
    return () => {
      ending.abort()
      changes.unsubscribe()
    }
  }, [client])

  return documents
}
