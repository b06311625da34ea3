import {revalidateTag} from 'next/cache'
import {logger} from '#lib/log/logger.ts'
import {rememberExpired} from './expired.ts'

/**
 * Expires every page and answer that carries one of the tags: the next reader waits for the new one, nobody gets the
 * old one. Works only while a request is answered, as Next demands.
 */
export async function expireTags(tags: readonly string[]): Promise<void> {
  for (const tag of tags) revalidateTag(tag, {expire: 0})
  try {
    await rememberExpired(tags)
  } catch (error) {
    // A build on a disk that cannot be written keeps its pages for good, and those are compared at every start.
    logger.warn({err: error, tags: tags.length}, 'Expired tags could not be noted for the next start')
  }
}
