/** In this order, since browsers call themselves by the names of others as well. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/bot\b|crawl|spider|slurp|preview|facebookexternalhit|monitor/i, 'Robot'],
  [/\bEdgA?(?:iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(?:e|ium)\/|\bCriOS\/|\bHeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

/** The kind of browser, and nothing that tells one reader from another. */
export function browserFamily(userAgent: string | undefined): string {
  if (!userAgent) return 'none'
  return FAMILIES.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'other'
}
