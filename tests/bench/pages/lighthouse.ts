import {findFreePorts} from '@local/supervisor'
import runLighthouse from 'lighthouse'
import {exchange} from '#tests/support/http.ts'
import {type Bench, withBrowser} from '../bench.ts'
import type {Line} from '../report.ts'
import {median} from '../statistics.ts'
import {readPairs, serveTwins} from './twins.ts'

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const FULL = 100

/** Whole points of a hundred. */
type Scores = Record<(typeof CATEGORIES)[number], number>

/**
 * Lighthouse on a phone, on every page that the site tells search engines of, and on the hand-written twins. A line shows
 * the lowest of four scores. For speed no page can get more than its machine allows one that was written by hand.
 */
export async function lighthouse(bench: Bench): Promise<Line[]> {
  const pages = await pagesOf(bench.stack.addresses.site.url)
  const pairs = await readPairs(bench)
  const twins = await serveTwins(bench, pairs)
  const port = await findFreePorts(1)
  try {
    return await withBrowser(async () => {
      const written: Line[] = []
      let reachable = FULL
      for (const {path} of twins === undefined ? [] : pairs) {
        const scores = await settledScores(`${twins?.url}${path}`, port)
        reachable = Math.min(reachable, scores.performance)
        written.push({what: `Lighthouse, hand-written ${described(path, scores)}`, ...valued(scores)})
      }
      const own: Line[] = []
      for (const url of pages) {
        const scores = await settledScores(url, port)
        const what = `Lighthouse ${described(new URL(url).pathname, scores)}`
        const isElseFull = lowest({...scores, performance: FULL}) === FULL
        own.push({what, ...valued(scores), atLeast: isElseFull ? reachable : FULL})
      }
      return [...written, ...own]
    }, [`--remote-debugging-port=${port}`])
  } finally {
    twins?.stop()
  }
}

/** Reads each page once, too, so that none is measured while it is made. */
async function pagesOf(site: string): Promise<string[]> {
  const {body} = await exchange(`${site}/sitemap.xml`)
  const urls = [...body.toString('utf8').matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url = '']) => url)
  for (const url of urls) await exchange(url, {headers: {'accept-encoding': 'gzip, deflate, br, zstd'}})
  return urls
}

const lowest = (scores: Scores) => Math.min(...Object.values(scores))

const valued = (scores: Scores) => ({value: lowest(scores), unit: 'count'}) as const

const described = (path: string, scores: Scores) =>
  `${path}: ${CATEGORIES.map((name) => `${name} ${scores[name]}`).join(', ')}`

/** Scores that are not full are taken twice more, since a busy machine costs points; the middle one counts. */
async function settledScores(url: string, port: number): Promise<Scores> {
  const first = await scoresOf(url, port)
  if (Object.values(first).every((score) => score === FULL)) return first
  const tries = [first, await scoresOf(url, port), await scoresOf(url, port)]
  const middle = (name: keyof Scores) => median(tries.map((scores) => scores[name]))
  return {
    performance: middle('performance'),
    accessibility: middle('accessibility'),
    'best-practices': middle('best-practices'),
    seo: middle('seo'),
  }
}

async function scoresOf(url: string, port: number): Promise<Scores> {
  const result = await runLighthouse(url, {port, logLevel: 'error', onlyCategories: [...CATEGORIES]})
  const score = (name: keyof Scores) => Math.round(100 * (result?.lhr.categories[name]?.score ?? 0))
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    seo: score('seo'),
  }
}
