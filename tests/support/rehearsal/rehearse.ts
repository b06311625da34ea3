/**
 * Goes live on a private machine as docs/deploy.md says, step by step, with the names of the hosted services. Prints a report of each step.
 * tests/hosted/rehearsal.test.ts runs it within `private-machine.sh`.
 */
import {randomBytes} from 'node:crypto'
import {globSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'playwright/test'
import {makeRestrictedKey} from '#scripts/stack/prepare.ts'
import {eventually} from '../eventually.ts'
import {runningShop} from '../shop/running-shop.ts'
import {
  AUTHORITY_FILE,
  DATASET,
  HOSTED_NAMES,
  LOGS,
  PROJECT_ID,
  SECOND_DATASET,
  startHostedServices,
} from './hosted-services.ts'
import {Manual} from './manual.ts'
import {Report} from './report.ts'
import {type, UnitService} from './shell.ts'
import {askForData, buy, Editor, lookAtPages, setUp, startBrowser} from './try-it.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const REPOSITORY = '/tmp/repository.git'
const OWN_COMPUTER = '/tmp/home/plumbperfect'
const MACHINE = '/srv/plumbperfect'
const UNITS = '/etc/systemd/system'
const SHOWN_LINES = 15

const manual = new Manual(join(ROOT, 'docs', 'deploy.md'), [
  'First: the services',
  'One machine',
  'Try it',
  'Backups',
])
const drill = new Manual(join(ROOT, 'docs', 'operations.md'), ['Backups'])
const report = new Report()

process.on('exit', (code) => {
  if (code === 0) return
  for (const name of readdirSync(LOGS)) {
    const lines = readFileSync(join(LOGS, name), 'utf8').trim().split('\n').slice(-SHOWN_LINES)
    console.log(`\n${name}\n${lines.join('\n')}`)
  }
})

/** Runs a command of a document; what it printed. */
const follow = (command: string, folder: string, extra?: Record<string, string>) =>
  report.step(command, () => type(command, folder, extra), lastLine)

/** The last line with words, without what frames it and without what is secret. */
const lastLine = (printed: string) =>
  (
    printed
      .trim()
      .split('\n')
      .findLast((line) => /\w/.test(line)) ?? ''
  )
    .replace(/^[\s│]+|[\s│]+$/g, '')
    .replace(/\s+/g, ' ')
    .replace(/(whsec_)\w+/, '$1…')

/** Names commands of the document that are not run, and says why. */
function leaveOut(why: string, ...beginnings: string[]): void {
  for (const beginning of beginnings) report.leaveOut(manual.take(beginning), why)
}

/** The value of `NAME=value` in what a command printed. */
function valueIn(printed: string, name: string): string {
  const value = new RegExp(`^${name}=(\\S+)$`, 'm').exec(printed)?.[1]
  if (value === undefined) throw new Error(`The command did not print ${name}=…: ${printed}`)
  return value
}

const EXAMPLE = readFileSync(join(ROOT, '.env.example'), 'utf8')

/** What `.env.example` gives as an example. */
function exampleOf(pattern: RegExp): string {
  const found = pattern.exec(EXAMPLE)?.[1]
  if (found === undefined) throw new Error(`.env.example gives no example of the form ${pattern}.`)
  return found
}

/** `.env.example` with values filled in. @throws Error when it explains one of them nowhere */
function filledIn(values: Record<string, string>): string {
  let text = EXAMPLE
  for (const [name, value] of Object.entries(values)) {
    if (!text.includes(name)) throw new Error(`.env.example does not explain ${name}.`)
    const line = new RegExp(`^(?:# )?${name}=.*$`, 'm')
    text = line.test(text) ? text.replace(line, () => `${name}=${value}`) : `${text}\n${name}=${value}\n`
  }
  return text
}

/** For curl, which does not know `NODE_EXTRA_CA_CERTS`. */
const TRUST = {CURL_CA_BUNDLE: AUTHORITY_FILE}

/** Gives a clone the packages of this project, to be read alone: there is no registry here to install them from. */
async function providePackages(folder: string): Promise<void> {
  for (const path of ['node_modules', ...globSync('packages/*/node_modules', {cwd: ROOT})]) {
    const own = join(folder, path)
    mkdirSync(own, {recursive: true})
    await type(`mount --bind ${join(ROOT, path)} ${own} && mount -o remount,bind,ro ${own}`, '/')
  }
}

report.part('The world')
const siteUrl = exampleOf(/^SITE_URL=(\S+)$/m)
const databaseUrl = exampleOf(/(postgres:\/\/\S+sslmode=verify-full)/)
// The mail host of the rehearsal knows no users.
const smtpUrl = exampleOf(/(smtps:\/\/\S+)/).replace(/\/\/[^@]+@/, '//')
const services = await report.step(
  'Sanity, Stripe, a database host and a mail host under their own names, over TLS',
  () => startHostedServices({siteUrl, databaseUrl, smtpUrl}),
  ({addresses}) => Object.keys(addresses).join(', '),
)
const {lake, stripe} = services.addresses
const addressesFile = '/tmp/services.json'
writeFileSync(addressesFile, JSON.stringify(services.addresses))
process.env.STACK_SERVICES = addressesFile

await report.step('A repository of the files as they are now', async () => {
  const git = `git --git-dir ${REPOSITORY} --work-tree ${ROOT}`
  const author = '-c user.name=Rehearsal -c user.email=rehearsal@example.com'
  await type(`git init --quiet --bare ${REPOSITORY} && ${git} add --all`, ROOT)
  await type(`${git} ${author} commit --quiet --message "chore: files as they are"`, ROOT)
})

report.part('First: the services')
await report.step('A clone of the project', async () => {
  await type(`git clone --quiet ${REPOSITORY} ${OWN_COMPUTER}`, '/')
  await providePackages(OWN_COMPUTER)
})
const envFile = join(OWN_COMPUTER, '.env')
const values: Record<string, string> = {
  SANITY_PROJECT_ID: PROJECT_ID,
  SANITY_DATASET: DATASET,
  SANITY_READ_TOKEN: lake.viewerToken,
  SANITY_VERSIONS_TOKEN: lake.editorToken,
  SANITY_WEBHOOK_SECRET: randomBytes(32).toString('hex'),
  STRIPE_SECRET_KEY: stripe.secretKey,
  SMTP_URL: smtpUrl,
  OWNER_EMAIL: 'owner@example.com',
  SERVICE_DATA_KEYS: `2026a:${randomBytes(32).toString('base64')}`,
  NODE_EXTRA_CA_CERTS: AUTHORITY_FILE,
}
writeFileSync(envFile, filledIn(values))
const makeKey = manual.take('npm run ops -- backup new-key')
const newKey = await follow(makeKey, OWN_COMPUTER)
const synced = await follow(manual.take('npm run stripe:sync'), OWN_COMPUTER)
Object.assign(values, {
  STRIPE_WEBHOOK_SECRET: valueIn(synced, 'STRIPE_WEBHOOK_SECRET'),
  BACKUP_RECIPIENTS: valueIn(newKey, 'BACKUP_RECIPIENTS'),
})
const check = manual.take('npm run stripe:sync -- --check')
await follow(check, OWN_COMPUTER)
await report.step('The same without the authority: Stripe is not believed to be Stripe', () =>
  expect(type(check, OWN_COMPUTER, {NODE_EXTRA_CA_CERTS: '/dev/null'})).rejects.toThrow(
    /connection to Stripe/,
  ),
)
const writing = {SANITY_WRITE_TOKEN: lake.editorToken, SANITY_ADMIN_TOKEN: lake.adminToken}
writeFileSync(envFile, filledIn({...values, ...writing}))
const seeding = manual.take('npm run seed')
expect(await follow(seeding, OWN_COMPUTER)).toContain('Seeded policy-privacy')
expect(await follow(seeding, OWN_COMPUTER)).toContain('Nothing to do')
leaveOut('the dataset has its content by now', 'npm run import:policy')
expect(await follow(manual.take('npm run sanity:webhook'), OWN_COMPUTER)).toContain(siteUrl)
expect(await follow(manual.take('npm run sanity:webhook -- --show'), OWN_COMPUTER)).toContain(siteUrl)

report.part('One machine')
leaveOut('no registry of packages here', 'apt-get update', 'apt-get install git')
await follow(manual.take('adduser'), '/')
leaveOut(
  'the database is on another machine',
  'runuser -u postgres -- createuser',
  'runuser -u postgres -- createdb',
)
await report.step('A clone, as the document says', async () => {
  const clone = manual.take('git clone YOUR-REPOSITORY').replace('YOUR-REPOSITORY', REPOSITORY)
  await type(`${clone} && test "$PWD" = ${MACHINE}`, '/')
  await providePackages(MACHINE)
  return clone
})
await follow(manual.take('[ -e .env ] || install'), MACHINE)
await follow(manual.take('install -d'), MACHINE)
await report.step('A restricted key of Stripe, with the permissions that the document lists', async () => {
  values.STRIPE_SECRET_KEY = await makeRestrictedKey(stripe.url, manual.permissions)
  return manual.permissions.join(', ')
})
await report.step('.env, filled in', async () => {
  const ofMachine = ['TRUSTED_PROXIES', 'BACKUP_DIR'].map((name) => [name, manual.setting(name)] as const)
  Object.assign(values, Object.fromEntries(ofMachine), {DATABASE_URL: databaseUrl})
  // Written over: it keeps its owner and who may read it.
  writeFileSync(join(MACHINE, '.env'), filledIn(values))
  const unset = [
    'SANITY_API_HOST',
    'SANITY_LOGIN_URL',
    'STRIPE_API_HOST',
    'SANITY_WRITE_TOKEN',
    'SANITY_ADMIN_TOKEN',
  ]
  expect(await type(`grep -E "^(${unset.join('|')})=" .env || true`, MACHINE)).toBe('')
  return `without ${unset.join(', ')}`
})
await follow(manual.take('npm run build'), MACHINE)
await follow(manual.take('chown --recursive plumbperfect .next'), MACHINE)
await report.step(manual.take('cp deploy/one-machine/*.service'), async () => {
  mkdirSync(UNITS, {recursive: true})
  await type(`cp deploy/one-machine/*.service deploy/one-machine/*.timer ${UNITS}/`, MACHINE)
})
const NEEDS_SYSTEMD = 'needs systemd: what its files start is started as they say'
leaveOut(NEEDS_SYSTEMD, 'systemctl daemon-reload', 'systemctl enable')
const site = new UnitService(join(UNITS, 'plumbperfect.service'))
await report.step(`plumbperfect.service: ${site.command}`, () => site.start())

/** How the document puts the site's own name into a file that comes with the project. */
const withOwnName = (file: string) => `sed 's/plumbperfectleads.help/YOUR-NAME/' deploy/one-machine/${file}`

const READY = manual.take('curl http://127.0.0.1:3000/api/ready')
/** Waits until the site says this of its services. */
const readiness = (said: string) =>
  eventually(
    () => fetch(READY.replace(/^curl /, '')).then((answer) => answer.text(), String),
    (text) => text.includes(said),
    60_000,
  )
await report.step(READY, async () => {
  await readiness('"status":"ready"')
  return type(READY.replace('curl', 'curl --silent'), MACHINE)
})
leaveOut(
  NEEDS_SYSTEMD,
  'systemctl list-timers',
  'journalctl -u plumbperfect',
  'journalctl -u plumbperfect-backup',
)

leaveOut('nginx is tried', 'apt-get install caddy', withOwnName('Caddyfile'), 'systemctl reload caddy')
leaveOut('no registry of packages here', 'apt-get install nginx')
leaveOut('no authority on the internet here: the certificate is made', 'certbot certonly')
await follow(manual.take(withOwnName('nginx.conf')).replace('YOUR-NAME', new URL(siteUrl).hostname), MACHINE)
await report.step(manual.take('nginx -t && systemctl reload nginx'), async () => {
  await type('nginx -t && nginx -s reload', MACHINE)
  // Until the new one answers, what was there before shows the certificate of other names.
  const isThere = () =>
    fetch(siteUrl).then(
      ({ok}) => ok,
      () => false,
    )
  await eventually(isThere, (ok) => ok)
  return 'without systemd: nginx -s reload'
})
await report.step('Every page over TLS, under its own name', lookAtPages)
await report.step('The access log has the address of the reader, not of the proxy', async () => {
  const reader = '127.0.0.9'
  await type(
    `curl --silent --fail --output /dev/null --interface ${reader} ${siteUrl}/privacy`,
    MACHINE,
    TRUST,
  )
  const log = () => type('cat /var/log/plumbperfect/access-*.jsonl', MACHINE)
  await eventually(log, (lines) => lines.includes(reader))
})
await follow(manual.take('runuser -u plumbperfect -- npm run ops -- orders list'), MACHINE)
await follow(manual.take('git pull'), MACHINE)
await follow(manual.take('rm -rf .next-new .next-old'), MACHINE)
leaveOut('as the first build, and as long: in another folder', 'NEXT_DIST_DIR=.next-new npm run build')
leaveOut(
  'there was no update to come back from',
  'git reset --hard',
  'systemctl stop plumbperfect && mv .next',
)
leaveOut('as the service does', 'npm start -- --port 3000')

report.part('Try it')
const {browser} = await report.step('A browser', startBrowser, ({checksNames}) =>
  checksNames
    ? 'which checks every certificate'
    : 'which accepts what is signed with the key of the authority',
)
const editor = await report.step('The Studio, hosted features on, by its own sign-in', () =>
  Editor.signIn(browser),
)
await report.step('An editor publishes, and the page is fresh', () => editor.publish())
await report.step('A picture, from cdn.sanity.io through /media', () => editor.addPicture())
await report.step('The other tools of the Studio', () => editor.lookAround())
await report.step('Its policy kept the Studio from nothing', async () => {
  expect(editor.violations).toEqual([])
  return `asked for and not there: ${[...editor.unanswered].toSorted().join(', ')}`
})

const shop = runningShop()
const visitor = await browser.newPage()
const purchase = await report.step(
  'A purchase with the card 4242 4242 4242 4242',
  () => buy(visitor, shop),
  ({seen}) => seen,
)
await report.step('The link of the mail: the form is opened and a part saved', () => setUp(visitor, purchase))
await report.step('A request for one’s own data', () => askForData(shop))
await follow(manual.take('npm run ops -- --help'), MACHINE)

const pageOf = async (path: string) => {
  const answer = await fetch(`${siteUrl}${path}`)
  return {status: answer.status, text: await answer.text()}
}
await report.step(manual.take('systemctl restart plumbperfect'), async () => {
  await site.stop()
  expect((await pageOf('/privacy')).status).toBe(503)
  await site.start()
  await readiness('"status":"ready"')
  expect((await pageOf('/privacy')).text).toContain('as rehearsed')
  return 'the proxy says meanwhile that the site is away'
})
await report.step('Postgres is away, and comes back', async () => {
  await services.postgres.interrupt()
  await readiness('"postgres":"down"')
  expect((await pageOf('/privacy')).status).toBe(200)
  await services.postgres.resume()
  await readiness('"status":"ready"')
  return 'pages are served meanwhile'
})

report.part('Backups')
const backup = new UnitService(join(UNITS, 'plumbperfect-backup.service'))
const made = await report.step(
  `${manual.take('systemctl start plumbperfect-backup')}: ${backup.command}`,
  async () => {
    await backup.start()
    return backup.ended()
  },
  (printed) => /\S+\.age is written \([^)]*\)/.exec(printed)?.[0] ?? '',
)
const pruning = new UnitService(join(UNITS, 'plumbperfect-logs.service'))
await report.step(
  `plumbperfect-logs.service: ${pruning.command}`,
  async () => {
    await pruning.start()
    return pruning.ended()
  },
  lastLine,
)
leaveOut('for a machine without timers', 'npm run ops -- backup --every 24')
await report.step('The drill: .env of another machine, an empty database and an empty dataset', async () => {
  const other = {
    DATABASE_URL: await services.addDatabase('drill'),
    SANITY_DATASET: SECOND_DATASET,
    SITE_URL: 'https://drill.example.com',
    SANITY_WRITE_TOKEN: lake.editorToken,
  }
  writeFileSync(envFile, filledIn({...values, ...other}))
})
const file = /(\S+\.age) is written/.exec(made)?.[1] ?? ''
const identity = /--out (\S+)/.exec(makeKey)?.[1] ?? ''
const given = (command: string) => command.replace('BACKUP', file).replace('FILE', identity)
await follow(given(drill.take('npm run ops -- backup verify')), OWN_COMPUTER)
const restored = await follow(`${given(drill.take('npm run ops -- backup restore'))} --yes`, OWN_COMPUTER)
expect(restored).toContain('The database is restored.')
expect(restored).toContain('The dataset is restored:')
await follow(drill.take('npm run ops -- audit verify'), OWN_COMPUTER)
const orders = await follow(drill.take('npm run ops -- orders list'), OWN_COMPUTER)
expect(orders).toContain(purchase.orderId)

report.part('In the end')
await report.step('The names that answered', async () => {
  const hosts = services.askedHosts()
  expect(hosts).toEqual([...HOSTED_NAMES].toSorted())
  return hosts.join(', ')
})
await report.step('Every command of the document is run, or left out for a reason', async () =>
  expect(manual.rest).toEqual([]),
)
await browser.close()
await site.stop()
process.exit(0)
