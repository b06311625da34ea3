import type {Browser} from 'playwright/test'
import {type Bench, withBrowser} from '../bench.ts'
import type {Line} from '../report.ts'
import {NO_NGINX, readPairs, serveTwins} from './twins.ts'

/** Bytes of pages on the wire, beside those of their hand-written twins. */
export async function weight(bench: Bench): Promise<Line[]> {
  const pairs = await readPairs(bench)
  const nginx = await serveTwins(bench, pairs)
  const lines: Line[] = []
  try {
    for (const {name, path, own, twin} of pairs) {
      lines.push(
        {what: `${name}: document, brotli`, value: own.body.length, unit: 'B'},
        {what: `${name}: hand-written document, brotli`, value: twin.body.length, unit: 'B'},
        {what: `${name}: document, ratio`, value: own.body.length / twin.body.length, unit: '×', atMost: 1.1},
      )
      const what = `${name}: all that a browser loads, ratio`
      if (nginx === undefined) {
        lines.push({what, missing: NO_NGINX})
        continue
      }
      const [ours, written] = await withBrowser(async (browser) => [
        await bytesLoaded(browser, `${bench.stack.addresses.site.url}${path}`),
        await bytesLoaded(browser, `${nginx.url}${path}`),
      ])
      lines.push(
        {what: `${name}: all that a browser loads`, value: ours ?? 0, unit: 'B'},
        {what, value: (ours ?? 0) / (written ?? 0), unit: '×', atMost: 1.1},
      )
    }
    return lines
  } finally {
    nginx?.stop()
  }
}

async function bytesLoaded(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage()
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) =>
    sizes.push(request.sizes().then(({responseBodySize}) => responseBodySize)),
  )
  await page.goto(url, {waitUntil: 'networkidle'})
  const all = await Promise.all(sizes)
  await page.close()
  return all.reduce((sum, size) => sum + size, 0)
}
