/**
 * Everything that this site, and what it loads, may leave in a browser. The page of cookies is made from this list, and a
 * test compares it with what a browser holds after every flow.
 */

/** Why something is stored: the site cannot do what was asked without it; the visitor agreed; an editor works. */
export type StorageKind = 'needed' | 'analytics' | 'editors'

export type StoredItem = {
  /** As it is shown; `…` stands for what differs. */
  name: string
  /** Matches each name that it has in a browser. */
  matches: RegExp
  where: 'cookie' | 'local storage' | 'session storage' | 'browser database'
  setBy: string
  purpose: string
  /** In words. */
  lasts: string
  kind: StorageKind
}

/** Holds the answer about analytics. `__Host-` ties it to this very host: https://www.rfc-editor.org/rfc/rfc6265#section-5.4 */
export const CONSENT_COOKIE = '__Host-consent'

/** Days for which an answer about analytics holds: six months. */
export const CONSENT_DAYS = 180

/** Cookies of Google Analytics, by its own naming: https://support.google.com/analytics/answer/11397207 */
export const ANALYTICS_COOKIE = /^_(?:ga|gid|gat|gcl|gac)(?:_|$)/

const BROWSER_TAB = 'Until the window is closed'
const UNTIL_CLEARED = 'Until the editor signs out or clears it'

export const STORED_ITEMS: readonly StoredItem[] = [
  {
    name: CONSENT_COOKIE,
    matches: /^__Host-consent$/,
    where: 'cookie',
    setBy: 'This site',
    purpose:
      'Remembers your answer about analytics, so that you are not asked again. Set only when you answer.',
    lasts: 'Six months',
    kind: 'needed',
  },
  {
    name: '_ga',
    matches: /^_ga$/,
    where: 'cookie',
    setBy: 'Google Analytics',
    purpose: 'A random number that tells one browser from another, so that visits are not counted twice.',
    lasts: 'Six months',
    kind: 'analytics',
  },
  {
    name: '_ga_…',
    matches: /^_ga_[A-Z0-9]+$/,
    where: 'cookie',
    setBy: 'Google Analytics',
    purpose: 'Keeps together the pages of one visit.',
    lasts: 'Six months',
    kind: 'analytics',
  },
  {
    name: '__prerender_bypass',
    matches: /^__prerender_bypass$/,
    where: 'cookie',
    setBy: 'This site',
    purpose: 'Shows an editor the site with what is not published yet.',
    lasts: BROWSER_TAB,
    kind: 'editors',
  },
  {
    name: 'sanity-preview-perspective',
    matches: /^sanity-preview-perspective$/,
    where: 'cookie',
    setBy: 'This site',
    purpose: 'Remembers which drafts the editor is looking at.',
    lasts: BROWSER_TAB,
    kind: 'editors',
  },
  {
    name: '__studio_auth_token_…',
    matches: /^__studio_auth_token_/,
    where: 'local storage',
    setBy: 'The Studio',
    purpose: 'Keeps the editor signed in.',
    lasts: UNTIL_CLEARED,
    kind: 'editors',
  },
  {
    name: 'sanity…',
    matches: /^(?:sanity|studio|structure-tool|vision)/i,
    where: 'local storage',
    setBy: 'The Studio',
    purpose: 'Remembers how the editor arranged the Studio: open panes, sort orders, recent searches.',
    lasts: UNTIL_CLEARED,
    kind: 'editors',
  },
]

/** The item that explains what a browser holds under this name; nothing when none does. */
export function findStored(where: StoredItem['where'], name: string): StoredItem | undefined {
  return STORED_ITEMS.find((item) => item.where === where && item.matches.test(name))
}
