import {once} from 'node:events'
import {get} from 'node:http'
import {connect} from 'node:net'
import {connect as connectSecurely} from 'node:tls'
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest'
import {allowedTargets, guardConnections, HostNotAllowedError, serviceHosts} from '#lib/http/allowed-hosts.ts'
import {refundOrder} from '#lib/orders/refunds.ts'
import {stripeClient} from '#lib/stripe.ts'
import {deliverMail} from '#lib/workers.ts'
import {providerSeeds} from '#sanity/seed/documents.ts'
import {buy, openShop, type Shop} from '#tests/support/shop/shop.ts'

/** §3: the server connects to the services of its configuration and to no other host, and each of them is named in public. */

const HOSTED = {
  SANITY_PROJECT_ID: 'x1y2z3ab',
  SMTP_URL: 'smtps://user:word@smtp.example.com',
  DATABASE_URL: 'postgres://site:word@db.example.com/site?sslmode=verify-full',
}

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

test('the hosts are those of the configuration, hosted or not alike', () => {
  expect(serviceHosts(HOSTED)).toEqual({
    content: ['x1y2z3ab.api.sanity.io:443', 'api.sanity.io:443', 'cdn.sanity.io:443'],
    payment: ['api.stripe.com:443'],
    mail: ['smtp.example.com:465'],
    hosting: ['db.example.com:5432'],
  })
  expect(
    serviceHosts({
      ...HOSTED,
      SANITY_API_HOST: 'http://localhost:3001',
      STRIPE_API_HOST: 'http://127.0.0.1:3002',
      SMTP_URL: 'smtp://[::1]:3003',
      DATABASE_URL: 'postgres:///site?host=/run/postgresql',
      REDIS_URL: 'rediss://redis.example.com',
    }),
  ).toEqual({
    content: ['localhost:3001'],
    payment: ['127.0.0.1:3002'],
    mail: ['::1:3003'],
    hosting: ['/run/postgresql/.s.PGSQL.5432', 'redis.example.com:6379'],
  })
})

test('each service that the server connects to stands on the page of providers', () => {
  const named = providerSeeds.map(({service}) => service)
  expect(named).toEqual(expect.arrayContaining(Object.keys(serviceHosts(HOSTED))))
})

test('a purchase, its mails and its refund connect to these hosts alone', async () => {
  const made: string[] = []
  onTestFinished(
    guardConnections((target) => {
      made.push(target)
      return true
    }),
  )
  // Opens connections of its own.
  const site = shop.instance()
  const {orderId} = await buy(shop)
  await refundOrder(site, orderId)
  await deliverMail(site)
  const settings = {...HOSTED, ...shop.env, DATABASE_URL: shop.env.DATABASE_URL ?? ''}
  const {payment, mail, hosting} = serviceHosts({...settings, SMTP_URL: shop.env.SMTP_URL ?? ''})
  // The buyer's browser, the webhook and the reader of the inbox are the test's own.
  const ofTest = [shop.stripeUrl, shop.webhookUrl, shop.inbox.url].map((url) => new URL(url).host)
  expect(made).toEqual(expect.arrayContaining([...payment, ...mail, ...hosting]))
  const allowed = allowedTargets({...settings, SMTP_URL: shop.env.SMTP_URL ?? ''}, 3000)
  expect(made.filter((target) => !allowed.has(target) && !ofTest.includes(target))).toEqual([])
})

test('every way to connect to another host fails, without a packet sent', async () => {
  // Nothing listens at 8 or 10; a port that the fetch standard blocks, such as 9, would never be tried at all.
  onTestFinished(guardConnections((target) => target === '127.0.0.1:8'))
  const refused = {code: 'ERR_HOST_NOT_ALLOWED'}
  const failureOf = async (emitter: NodeJS.EventEmitter) => (await once(emitter, 'error'))[0]

  await expect(fetch('https://evil.example/?canary')).rejects.toMatchObject({cause: refused})
  await expect(fetch('http://127.0.0.1:10/')).rejects.toMatchObject({cause: refused})
  expect(await failureOf(get('http://evil.example/'))).toMatchObject(refused)
  expect(await failureOf(connect(443, 'evil.example'))).toBeInstanceOf(HostNotAllowedError)
  expect(await failureOf(connect('/run/other.sock'))).toMatchObject(refused)
  expect(await failureOf(connectSecurely({host: 'evil.example', port: 443}))).toMatchObject(refused)
  const elsewhere = stripeClient({secretKey: 'sk_test_0123456789', apiHost: 'https://evil.example'})
  await expect(elsewhere.balance.retrieve()).rejects.toThrow(/does not connect|connection to Stripe/)
  // What is allowed is tried, and refused by the machine that it leads to.
  await expect(fetch('http://127.0.0.1:8/')).rejects.toMatchObject({cause: {code: 'ECONNREFUSED'}})
})
