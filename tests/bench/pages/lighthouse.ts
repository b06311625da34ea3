import runLighthouse from 'lighthouse'
import {findFreeBase} from '#local/process/ports.ts'
import type {Line} from '../report/report.ts'
import {median} from '../report/stats.ts'
import type {Bench} from '../support/bench-stack.ts'
import {withBrowser} from '../support/browser.ts'
import {exchange} from '../support/exchange.ts'

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const FULL = 100

/** Whole points of a hundred. */
type Scores = Record<(typeof CATEGORIES)[number], number>

/** Lighthouse on a phone, on every page that the site tells search engines of. A line shows the lowest of four scores. */
export async function lighthouse({stack}: Bench): Promise<Line[]> {
  const {body} = await exchange(`${stack.addresses.site.url}/sitemap.xml`)
  const urls = [...body.toString('utf8').matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url = '']) => url)
  const port = await findFreeBase()
  return withBrowser(async () => {
    const lines: Line[] = []
    for (const url of urls) {
      const scores = await settledScores(url, port)
      const named = CATEGORIES.map((name) => `${name} ${scores[name]}`).join(', ')
      lines.push({
        what: `Lighthouse ${new URL(url).pathname}: ${named}`,
        value: Math.min(...Object.values(scores)),
        unit: 'count',
        atLeast: FULL,
      })
    }
    return lines
  }, [`--remote-debugging-port=${port}`])
}

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
