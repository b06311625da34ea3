import {readdirSync, readFileSync} from 'node:fs'
import {get, type IncomingMessage} from 'node:http'
import {Agent} from 'node:https'
import {join} from 'node:path'
import pg from 'pg'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type Cluster, startCluster, WITHOUT_CLUSTER} from '#tests/support/cluster.ts'
import type {Question} from '#tests/support/http.ts'
import {policyDocument, removePolicy} from '#tests/support/policies.ts'
import type {Nginx} from '#tests/support/programs/nginx.ts'
import {contentClient} from '#tests/support/services.ts'
import {previewCookie} from '#tests/support/site.ts'

const SLUG = 'behind-nginx'
const READERS = 12
const MOST_PURCHASES = 100
const SECRET = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v'

describe.skipIf(WITHOUT_CLUSTER)('two machines behind nginx', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(() => cluster?.remove())

  const ask = (path: string, question: Question = {}) => cluster.nginx.ask(path, question)

  async function publish(words: string, isNew = false): Promise<void> {
    await contentClient().createOrReplace(policyDocument(SLUG, {title: 'Behind nginx', text: words}))
    const change = {_id: `policy-${SLUG}`, _type: 'policy', slug: SLUG, slugBefore: isNew ? null : SLUG}
    await cluster.announce(cluster.sites[0], change)
  }

  test('port 80 leads to HTTPS, and what the site says of security arrives', async () => {
    const {statusCode, headers} = await new Promise<IncomingMessage>((resolve) =>
      get(`http://127.0.0.1:${cluster.nginx.httpPort}/privacy`, resolve),
    )
    expect(statusCode).toBe(301)
    expect(headers.location).toBe(`https://localhost:${cluster.nginx.httpsPort}/privacy`)

    for (const path of ['/privacy', '/nothing-here', '/api/health', '/robots.txt']) {
      const direct = await fetch(cluster.sites[0].site.url + path)
      await direct.text()
      const through = await ask(path)
      expect(through.status).toBe(direct.status)
      for (const name of [
        'strict-transport-security',
        'content-security-policy',
        'x-content-type-options',
        'referrer-policy',
        'cross-origin-opener-policy',
        'permissions-policy',
        'cache-control',
      ])
        expect(through.headers[name], `${name} of ${path}`).toBe(direct.headers.get(name))
    }
  })

  test('a page that was published is old for a second at most', async () => {
    await removePolicy(SLUG)
    await publish('words 0.', true)
    await expect.poll(async () => (await ask(`/${SLUG}`)).body).toContain('words 0.')
    for (let count = 1; count <= 10; count++) {
      await publish(`words ${count}.`)
      const due = performance.now() + 1_000
      for (;;) {
        const asked = performance.now()
        const {body} = await ask(`/${SLUG}`)
        if (body.includes(`words ${count}.`)) break
        expect(asked).toBeLessThan(due)
      }
      for (let reads = 0; reads < 4; reads++)
        expect((await ask(`/${SLUG}`)).body).toContain(`words ${count}.`)
    }
  })

  test('a draft is seen by who previews, and by nobody else', async () => {
    const cookie = await previewCookie(ask)
    for (let count = 0; count < 10; count++) {
      const preview = await ask('/privacy', {headers: {cookie}})
      expect(preview.body).toContain('This is a preview')
      expect(preview.headers['cache-control']).toContain('no-store')
      const page = await ask('/privacy')
      expect(page.body).not.toContain('This is a preview')
      expect(page.headers['cache-control']).toBe('public, max-age=0, must-revalidate')
    }
  })

  test('one machine after the other is restarted under load, and no request fails', async () => {
    const statuses = new Map<string, number>()
    const count = (what: string) => statuses.set(what, (statuses.get(what) ?? 0) + 1)
    let isOver = false
    const agent = new Agent({keepAlive: true, maxSockets: READERS, ca: cluster.nginx.authority})
    const paths = ['/privacy', '/', '/terms?fresh', '/api/health', '/nothing-here']
    const reader = async (number: number) => {
      for (let asked = number; !isOver; asked++) {
        const path = paths[asked % paths.length] ?? '/'
        // A query of its own is asked of a machine, whatever nginx keeps.
        const address = path.includes('?') ? `${path}=${number}-${asked}` : path
        const answer = await ask(address, {agent}).catch((error: Error) => ({status: error.message}))
        count(`GET ${path} ${answer.status}`)
      }
    }
    const served = (name: string) => filesIn(join(cluster.logs, name)).join('').split('"/terms"').length
    const nonces: string[] = []
    const buyer = async () => {
      const origin = `https://localhost:${cluster.nginx.httpsPort}`
      while (!isOver && nonces.length < MOST_PURCHASES) {
        const {nonce, answer} = await pressBuy((path, question) => ask(path, {...question, agent}), origin)
        nonces.push(nonce)
        count(`buy ${answer.status} ${new URL(answer.headers.location ?? '', origin).pathname.split('/')[1]}`)
        // One address may change something so many times a minute.
        for (let asked = 0; asked < 4; asked++) await ask('/api/health', {agent})
      }
    }
    const load = Promise.all([...Array.from({length: READERS}, (_, number) => reader(number)), buyer()])
    for (const {site, name} of cluster.sites) {
      const ended = performance.now()
      expect(await site.end()).toBe(0)
      console.log(`ended after ${(performance.now() - ended).toFixed(0)} ms`)
      const before = served(name)
      await site.start()
      // nginx tries one that was away again after a moment. Only then may the next one go.
      await expect.poll(() => served(name), {timeout: 20_000}).toBeGreaterThan(before)
    }
    isOver = true
    await load
    agent.destroy()
    console.log(Object.fromEntries(statuses))
    expect([...statuses.keys()].sort()).toEqual([
      'GET / 200',
      'GET /api/health 200',
      'GET /nothing-here 404',
      'GET /privacy 200',
      'GET /terms?fresh 200',
      'buy 303 c',
    ])
    expect(await ordersOf(nonces)).toBe(nonces.length)
  })

  /** How many orders these pages made, each with its session at Stripe. */
  async function ordersOf(nonces: string[]): Promise<number> {
    const client = new pg.Client(cluster.databaseUrl)
    await client.connect()
    try {
      const {rows} = await client.query(
        'select count(distinct o.id)::int as orders from orders o join checkout_attempts a on a.order_id = o.id where a.session_id is not null and o.nonce = any($1)',
        [nonces],
      )
      return rows[0].orders
    } finally {
      await client.end()
    }
  }

  test('no log holds a one-time link', async () => {
    for (const path of [`/setup/${SECRET}`, `/api/setup/${SECRET}`]) await ask(path)
    await expect.poll(() => filesIn(cluster.logs).join('')).toContain('"/setup/*"')
    const {access, said} = cluster.nginx.logs
    expect([access, said, ...filesIn(cluster.logs)].join('\n')).not.toContain(SECRET)
  })
})

function filesIn(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}

/**
 * Opens the page of the plan and presses its button, as a browser without scripts does.
 *
 * @param origin the site's own
 * @throws Error when the page does not have the form
 */
async function pressBuy(ask: Nginx['ask'], origin: string) {
  // The page's own address holds what makes the order one, and the plan's leads to a new one.
  const {status, headers} = await ask('/checkout/lifetime-access')
  if (headers.location === undefined) throw new Error(`The page of the plan answered ${status}.`)
  const page = await ask(headers.location)
  const valueAt = (name: string): string => {
    const value = new RegExp(`name="${name}" value="([^"]+)"`).exec(page.body)?.[1]
    if (value === undefined) throw new Error(`The page has no ${name}. It answered ${page.status}.`)
    return value
  }
  const names = ['plan', 'nonce', 'terms', 'policy']
  const answer = await ask('/api/checkout', {
    method: 'POST',
    headers: {origin, 'content-type': 'application/x-www-form-urlencoded'},
    body: new URLSearchParams(names.map((name) => [name, valueAt(name)])).toString(),
  })
  return {nonce: valueAt('nonce'), answer}
}
