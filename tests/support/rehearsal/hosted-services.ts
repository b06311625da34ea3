import {execFile, spawn} from 'node:child_process'
import {once} from 'node:events'
import {appendFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {connect} from 'node:net'
import {join} from 'node:path'
import {createServer} from 'node:tls'
import {promisify} from 'node:util'
import {startService, waitUntilAnswers} from '@local/supervisor'
import pg from 'pg'
import {z} from 'zod'
import type {Addresses} from '#scripts/stack/layout.ts'
import {type RealPostgres, startRealPostgres} from '../programs/postgres.ts'

/** The services that others run for a live site, under their own names and over TLS, on the private machine of a rehearsal. */

const ROOT = join(import.meta.dirname, '..', '..', '..')
const run = promisify(execFile)

/** Where `private-machine.sh` puts the authority that this machine trusts. */
const AUTHORITY = '/etc/rehearsal'
export const AUTHORITY_FILE = join(AUTHORITY, 'ca.pem')

export const LOGS = '/tmp/logs'
const DATA = '/tmp/services'
const REQUEST_LOG = '/var/log/nginx/hosted.log'
const START_LIMIT_MS = 30_000

export const PROJECT_ID = 'x1y2z3ab'
export const DATASET = 'production'
/** An empty one, for a restore. */
export const SECOND_DATASET = 'restore-drill'

const SANITY = ['api.sanity.io', `${PROJECT_ID}.api.sanity.io`, 'cdn.sanity.io']
const STRIPE = ['api.stripe.com', 'checkout.stripe.com']

/** The names under which the site, its Studio and its clients find Sanity and Stripe. */
export const HOSTED_NAMES: readonly string[] = [...SANITY, ...STRIPE]

const PORTS = {lake: 4001, stripe: 4002, smtp: 4003, inbox: 4004}

export type HostedNames = {
  siteUrl: string
  /** `postgres://user:password@host/database?…` */
  databaseUrl: string
  /** `smtps://host:port` */
  smtpUrl: string
}

export type HostedServices = {
  /** How to reach each, by its own name. */
  addresses: Addresses
  postgres: RealPostgres
  /** Makes one more database of the site's user; its address. */
  addDatabase(name: string): Promise<string>
  /** The hosts of Sanity and Stripe that were asked so far. */
  askedHosts(): string[]
}

/** Gives all names to this machine, and starts what answers under them. They end with the machine. */
export async function startHostedServices({
  siteUrl,
  databaseUrl,
  smtpUrl,
}: HostedNames): Promise<HostedServices> {
  const [site, database, mail] = [siteUrl, databaseUrl, smtpUrl].map((url) => new URL(url).hostname)
  if (site === undefined || database === undefined || mail === undefined)
    throw new Error('A name is missing.')
  mkdirSync(LOGS, {recursive: true})
  const names = [...HOSTED_NAMES, site, database, mail]
  writeFileSync('/etc/hosts', `127.0.0.1 localhost ${names.join(' ')}\n::1 localhost\n`)
  // Where certbot puts what the configuration of the proxy names.
  await certify(`/etc/letsencrypt/live/${site}`, 'fullchain', 'privkey', [site])

  const lake = await startLake(siteUrl)
  const stripe = await startStripe(site)
  await startMail(mail, Number(new URL(smtpUrl).port))
  const postgres = await startDatabase(new URL(databaseUrl))
  await startProxy()
  return {
    addresses: {
      site: {url: siteUrl},
      studio: {url: `${siteUrl}/studio`},
      lake: {url: 'https://api.sanity.io', projectId: PROJECT_ID, dataset: DATASET, ...lake},
      stripe: {url: 'https://api.stripe.com', secretKey: stripe},
      mail: {smtpUrl, inboxUrl: `http://localhost:${PORTS.inbox}`},
      postgres: {url: databaseUrl},
    },
    postgres,
    addDatabase: (name) => addDatabase(postgres.url, new URL(databaseUrl), name),
    askedHosts: () => [...new Set(readFileSync(REQUEST_LOG, 'utf8').trim().split('\n'))].toSorted(),
  }
}

/** Makes a certificate of the authority for these names, as two files of a folder. */
async function certify(
  folder: string,
  certificate: string,
  key: string,
  names: readonly string[],
): Promise<{certificate: string; key: string}> {
  mkdirSync(folder, {recursive: true})
  const paths = {certificate: join(folder, `${certificate}.pem`), key: join(folder, `${key}.pem`)}
  const [request, extensions] = [join(folder, 'request'), join(folder, 'extensions')]
  const alternatives = names.map((name) => `DNS:${name}`).join(',')
  writeFileSync(extensions, `subjectAltName=${alternatives}\nextendedKeyUsage=serverAuth\n`)
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  await run('openssl', [
    ...['req', ...curve, '-subj', `/CN=${names[0]}`, '-keyout', paths.key, '-out', request],
  ])
  const authority = ['-CA', AUTHORITY_FILE, '-CAkey', join(AUTHORITY, 'ca.key'), '-CAcreateserial']
  await run('openssl', [
    ...['x509', '-req', '-days', '2', '-in', request, ...authority],
    ...['-extfile', extensions, '-out', paths.certificate],
  ])
  // The whole chain, as certbot writes it.
  appendFileSync(paths.certificate, readFileSync(AUTHORITY_FILE))
  return paths
}

async function startStandIn(name: string, flags: readonly string[], health: string): Promise<string> {
  const data = join(DATA, name)
  const args = [join(ROOT, 'packages', name, 'main.ts'), '--data', data, ...flags]
  await startService({name, args, health, cwd: ROOT, env: process.env, logFile: join(LOGS, `${name}.log`)})
  return data
}

const accessFile = z.object({users: z.array(z.object({role: z.string(), token: z.string()}))})

async function startLake(
  siteUrl: string,
): Promise<Pick<Addresses['lake'], 'adminToken' | 'editorToken' | 'viewerToken'>> {
  const flags = [
    ...['--port', String(PORTS.lake), '--project', PROJECT_ID, '--dataset', DATASET, SECOND_DATASET],
    ...['--site-origin', siteUrl, '--public-url', 'https://cdn.sanity.io'],
  ]
  const data = await startStandIn('content-lake', flags, `http://127.0.0.1:${PORTS.lake}/v1/ping`)
  const {users} = accessFile.parse(JSON.parse(readFileSync(join(data, 'access.json'), 'utf8')))
  const token = (wanted: string) => {
    const found = users.find(({role}) => role === wanted)
    if (found === undefined) throw new Error(`The lake has no ${wanted}.`)
    return found.token
  }
  return {adminToken: token('administrator'), editorToken: token('editor'), viewerToken: token('viewer')}
}

const accountFile = z.object({test: z.object({secretKey: z.string()})})

/** @returns the secret key of the account, for test money */
async function startStripe(siteHost: string): Promise<string> {
  const flags = [
    ...['--port', String(PORTS.stripe), '--webhook-host', siteHost],
    ...['--public-url', 'https://checkout.stripe.com'],
  ]
  const data = await startStandIn('stripe-standin', flags, `http://127.0.0.1:${PORTS.stripe}/`)
  return accountFile.parse(JSON.parse(readFileSync(join(data, 'account.json'), 'utf8'))).test.secretKey
}

/** The mail host, which speaks TLS from the first byte on. */
async function startMail(host: string, port: number): Promise<void> {
  const flags = ['--smtp-port', String(PORTS.smtp), '--web-port', String(PORTS.inbox)]
  await startStandIn('mail-sink', flags, `http://127.0.0.1:${PORTS.inbox}/`)
  const identity = await certify(join(AUTHORITY, 'mail'), 'certificate', 'key', [host])
  const front = createServer(
    {cert: readFileSync(identity.certificate), key: readFileSync(identity.key)},
    (client) => {
      const server = connect(PORTS.smtp, '127.0.0.1')
      client.pipe(server).pipe(client)
      client.on('error', () => server.destroy())
      server.on('error', () => client.destroy())
    },
  )
  front.listen(port, '127.0.0.1').unref()
  await once(front, 'listening')
}

/** A database host that lets the site's user in with a password, over TLS alone. */
async function startDatabase(url: URL): Promise<RealPostgres> {
  const postgres = await startRealPostgres({
    port: Number(url.port || 5432),
    identity: await certify(join(AUTHORITY, 'database'), 'certificate', 'key', [url.hostname]),
    access: `hostssl all ${url.username} 127.0.0.1/32 scram-sha-256\nhost all postgres 127.0.0.1/32 trust\n`,
  })
  await asAdministrator(postgres.url, `create role "${url.username}" login password '${url.password}'`)
  await addDatabase(postgres.url, url, url.pathname.slice(1))
  return postgres
}

async function addDatabase(administrator: string, url: URL, name: string): Promise<string> {
  await asAdministrator(administrator, `create database "${name}" owner "${url.username}"`)
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

async function asAdministrator(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** nginx in front of the stand-ins, with the configuration that Debian gives it. */
async function startProxy(): Promise<void> {
  const {certificate, key} = await certify(join(AUTHORITY, 'hosted'), 'certificate', 'key', HOSTED_NAMES)
  const front = (names: readonly string[], host: string, port: number) => `
server {
  listen 443 ssl http2;
  server_name ${names.join(' ')};
  ssl_certificate ${certificate};
  ssl_certificate_key ${key};
  access_log ${REQUEST_LOG} hosted;
  client_max_body_size 64m;
  large_client_header_buffers 4 64k;
  location / {
    proxy_pass http://127.0.0.1:${port};
    proxy_http_version 1.1;
    proxy_buffering off;
    proxy_request_buffering off;
    proxy_read_timeout 1h;
    proxy_set_header Host ${host};
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $hosted_connection;
  }
}
`
  writeFileSync(
    '/etc/nginx/conf.d/hosted.conf',
    `
log_format hosted '$host';
map $http_upgrade $hosted_connection { default upgrade; '' ''; }
# Under a name for streams the lake leads no stream to another one: browsers speak HTTP/2 here, and have no need of that.
${front(SANITY, 's1.localhost', PORTS.lake)}
${front(STRIPE, '127.0.0.1', PORTS.stripe)}
`,
  )
  appendFileSync(REQUEST_LOG, '')
  spawn('nginx', ['-g', 'daemon off;'], {stdio: 'inherit'})
  await waitUntilAnswers('tcp://127.0.0.1:443', AbortSignal.timeout(START_LIMIT_MS))
}
