import {SharedCacheControls} from 'next/dist/server/lib/incremental-cache/shared-cache-controls.external.js'

const OFTEN = 1_000

let missing = 0

/**
 * Next remembers for every address that was ever asked for how long its page may be kept, without a bound. Pages that
 * exist say it themselves, so all of that can be forgotten from time to time.
 */
export function forgetNowAndThen(): void {
  missing++
  if (missing % OFTEN === 0) new SharedCacheControls({routes: {}, dynamicRoutes: {}}).clear()
}
