import {isSafeHref} from '#lib/links/safe-href.ts'

/**
 * The path of an address a browser sent, for a redirect that must stay on this site; `/` when there is none. Host and
 * query are dropped: the host may be forged, the query may ask for the preview again.
 */
export function localPath(address: string | null): string {
  if (!address || !URL.canParse(address)) return '/'
  const {pathname} = new URL(address)
  return pathname.startsWith('/') && isSafeHref(pathname) ? pathname : '/'
}
