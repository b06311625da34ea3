import type {Browser} from 'playwright/test'
import {type Bench, withBrowser} from '../bench.ts'
import type {Line} from '../report.ts'
import {interleaved} from '../statistics.ts'
import {NO_NGINX, readPairs, serveTwins} from './twins.ts'

/** One paint comes a tenth sooner or later than the next: with fewer, that shows in the ratio. */
const ROUNDS = 31

/** A phone on a slow mobile network: a quarter of the processor, and bytes and milliseconds as Lighthouse has them. */
const SLOW_CPU = 4
const SLOW_4G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1_474.56 * 1024) / 8,
  uploadThroughput: (675 * 1024) / 8,
}
const PHONE = {viewport: {width: 412, height: 823}, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true}

/** When the largest part of a page is painted on a slow phone, beside its hand-written twin. */
export async function paint(bench: Bench): Promise<Line[]> {
  const {site} = bench.stack.addresses
  const pairs = await readPairs(bench)
  const nginx = await serveTwins(bench, pairs)
  if (nginx === undefined) return [{what: 'largest paint on a slow phone', missing: NO_NGINX}]
  try {
    const lines: Line[] = []
    for (const {name, path} of pairs) {
      const time = await withBrowser((browser) =>
        interleaved(ROUNDS, {
          ours: () => largestPaint(browser, {from: nginx.url, to: `${site.url}${path}`}),
          twin: () => largestPaint(browser, {from: site.url, to: `${nginx.url}${path}`}),
        }),
      )
      const [ours, twin] = [time('ours'), time('twin')]
      lines.push(
        {what: `${name}: largest paint, slow phone`, value: ours, unit: 'ms'},
        {what: `${name}: largest paint, hand-written`, value: twin, unit: 'ms'},
        {what: `${name}: largest paint, ratio`, value: ours / twin, unit: '×', atMost: 1.05},
      )
    }
    return lines
  } finally {
    nginx.stop()
  }
}

/**
 * @param visit where the reader comes from, another site as with a search engine. From an empty tab, a page with
 *   `Cross-Origin-Opener-Policy` would have to wait for a process of its own, which browsers begin at once otherwise.
 */
async function largestPaint(browser: Browser, visit: {from: string; to: string}): Promise<number> {
  const context = await browser.newContext(PHONE)
  const page = await context.newPage()
  await page.goto(visit.from, {waitUntil: 'networkidle'})
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', SLOW_4G)
  await session.send('Emulation.setCPUThrottlingRate', {rate: SLOW_CPU})
  await page.goto(visit.to, {waitUntil: 'networkidle'})
  const time = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        })
      }),
  )
  await context.close()
  return time
}
