import {readFileSync} from 'node:fs'
import {BlockList} from 'node:net'
import {basename, dirname, join} from 'node:path'
import {expect, test} from 'vitest'
import {parse} from 'yaml'
import {z} from 'zod'
import {ENV_NAMES, parseEnv} from '#lib/env.ts'
import {SITE_VARIABLES} from '#tests/support/site-variables.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'deploy')
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8')

const service = z.looseObject({
  restart: z.string(),
  init: z.boolean().default(false),
  ports: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: z.looseObject({test: z.array(z.string())}).optional(),
  networks: z.unknown(),
  volumes: z.array(z.string()).default([]),
  stop_grace_period: z.string().optional(),
  image: z.string(),
  command: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  tmpfs: z.array(z.string()).default([]),
  mem_limit: z.string().optional(),
  pids_limit: z.number().optional(),
})

const compose = z
  .looseObject({
    services: z.record(z.string(), service),
    networks: z.object({
      inside: z.object({ipam: z.object({config: z.array(z.object({subnet: z.string()}))})}),
    }),
    volumes: z.record(z.string(), z.unknown()),
  })
  .parse(parse(read('compose.yaml'), {merge: true}))

const {nginx, redis, postgres, backup, 'site-a': siteA, 'site-b': siteB, ...others} = compose.services

const addressOf = (of: z.infer<typeof service> | undefined) =>
  z.object({inside: z.object({ipv4_address: z.string()})}).parse(of?.networks).inside.ipv4_address

test('there are two sites, what they share, a backup, and nginx; all come back, and are watched', () => {
  expect(Object.keys(others)).toEqual([])
  for (const [name, {restart, healthcheck}] of Object.entries(compose.services)) {
    expect(restart, name).toBe('unless-stopped')
    // The sites' image brings its own.
    if (!name.startsWith('site')) expect(healthcheck, name).toBeDefined()
  }
  expect(read('Dockerfile')).toMatch(/^HEALTHCHECK .*\/api\/health/ms)
})

test('no service may write its own programs, use more memory than it needs, or do what only root may, but to begin', () => {
  for (const [name, service] of Object.entries(compose.services)) {
    expect(service, name).toMatchObject({read_only: true, cap_drop: ['ALL']})
    expect(service.security_opt, name).toEqual(['no-new-privileges:true'])
    expect(service.mem_limit, name).toMatch(/^\d+[mg]$/)
    expect(service.pids_limit, name).toBeLessThanOrEqual(256)
    expect(service.tmpfs, name).toContain('/tmp')
  }
  // These images begin as root and go on as another user.
  for (const service of [siteA, siteB, backup]) expect(service?.cap_add).toEqual([])
  for (const service of [redis, postgres])
    expect(service?.cap_add).toEqual(['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'])
})

test('log files lie where they can be written; the backup has none', () => {
  for (const site of [siteA, siteB])
    expect(site?.volumes).toContainEqual(expect.stringMatching(`^logs-[ab]:${site?.environment.LOG_DIR}$`))
  expect(backup?.environment.LOG_DIR).toBe('')
})

test('the log of nginx, which holds addresses of readers, lies where it is counted and deleted', () => {
  const {ACCESS_LOG = ''} = nginx?.environment ?? {}
  const folder = dirname(ACCESS_LOG)
  expect(nginx?.volumes).toContain(`logs-nginx:${folder}`)
  expect(siteA?.volumes).toContain('logs-nginx:/site/nginx-logs:ro')
  const script = read('logs.sh')
  expect(script).toContain(
    `cd ${folder} && { [ ! -s ${basename(ACCESS_LOG)} ] || mv ${basename(ACCESS_LOG)} `,
  )
  expect(script).toContain(`nginx -c ${nginx?.environment.NGINX_ENVSUBST_OUTPUT_DIR}/nginx.conf -s reopen`)
  expect(script).toContain('/site/nginx-logs/')
  expect(script).toContain(`find ${folder} -name 'access-*.jsonl' -mtime +29 -delete`)
})

test('where nginx writes at its start is where it reads, and can be written', () => {
  const folder = nginx?.environment.NGINX_ENVSUBST_OUTPUT_DIR ?? ''
  expect(nginx?.command).toContain(join(folder, 'nginx.conf'))
  expect(nginx?.tmpfs).toContain(folder)
  expect(nginx?.volumes).toContain(`files:${nginx?.environment.NGINX_FOLDER}`)
})

test('images are of a minor version, so that a new one comes by a change of these files', () => {
  const images = Object.values(compose.services).map(({image}) => image)
  const named = read('Dockerfile').match(/(?<=^FROM )\S+:\S+/gm) ?? []
  expect(named.length).toBeGreaterThan(0)
  for (const image of [...images, ...named].filter((name) => name !== 'plumbperfect-site'))
    expect(image).toMatch(/^[a-z]+:\d+\.\d+(?:-[a-z-]+)?$/)
})

test('a backup is made every day by the program of the sites, into a volume, and is missed when it is not', () => {
  expect(backup?.image).toBe(siteA?.image)
  expect(backup?.command.join(' ')).toMatch(/node scripts\/ops\.ts backup --every 24 .*sleep 3600/)
  expect(backup?.volumes).toContain(`backups:${backup?.environment.BACKUP_DIR}`)
  expect(Object.keys(compose.volumes)).toContain('backups')
  expect(backup?.healthcheck?.test.join(' ')).toContain('erasures.json')
  expect(read('Dockerfile')).toMatch(/mkdir logs \/backups && chown node:node logs \/backups/)
})

test('a site hears a signal while it starts, and has the time to end what runs', () => {
  for (const site of [siteA, siteB]) expect(site).toMatchObject({init: true, stop_grace_period: '40s'})
})

test('nginx alone can be reached from outside, by the protocol that keeps readers apart', () => {
  expect(nginx?.ports).toEqual(['0.0.0.0:80:80', '0.0.0.0:443:443'])
  for (const {ports} of [redis, postgres, backup, siteA, siteB].flatMap((of) => of ?? []))
    expect(ports).toBeUndefined()
})

test('the sites accept their variables, which name services that are there', () => {
  const words: Record<string, string> = {POSTGRES_PASSWORD: 'a1', REDIS_PASSWORD: 'b2'}
  for (const site of [siteA, siteB]) {
    const environment = Object.fromEntries(
      Object.entries(site?.environment ?? {}).map(([name, value]) => [
        name,
        value.replace(/\$\{(\w+):\?\}/g, (_, word) => words[word] ?? ''),
      ]),
    )
    const {NODE_EXTRA_CA_CERTS, ...own} = environment
    expect(ENV_NAMES).toEqual(expect.arrayContaining(Object.keys(own)))
    const {DATABASE_URL, REDIS_URL = '', TRUSTED_PROXIES} = parseEnv({...SITE_VARIABLES, ...own})
    expect(new URL(DATABASE_URL).hostname).toBe('postgres')
    expect(new URL(REDIS_URL).hostname).toBe('redis')
    expect(TRUSTED_PROXIES).toEqual([addressOf(nginx)])
    expect(site?.volumes.some((volume) => volume.includes(`:${NODE_EXTRA_CA_CERTS}:ro`))).toBe(true)
  }
})

test('nginx knows every word of its configuration, and where the sites are', () => {
  const environment = nginx?.environment ?? {}
  const used = read('nginx/nginx.conf.template').match(/(?<=\$\{)[A-Z_]+(?=\})/g)
  expect(Object.keys(environment)).toEqual(expect.arrayContaining([...new Set(used)]))
  const inside = new BlockList()
  const [address = '', bits] = compose.networks.inside.ipam.config[0]?.subnet.split('/') ?? []
  inside.addSubnet(address, Number(bits))
  for (const [site, word] of [
    [siteA, 'SITE_A'],
    [siteB, 'SITE_B'],
  ] as const) {
    expect(environment[word]).toBe(`${addressOf(site)}:3000`)
    expect(inside.check(addressOf(site))).toBe(true)
  }
})

test('a site that ends serves on until nginx has taken up the other again, and is not killed before', () => {
  const away = /fail_timeout=(\d+)s/.exec(read('nginx/nginx.conf.template'))?.[1]
  for (const site of [siteA, siteB]) {
    const drain = Number(site?.environment.DRAIN_SECONDS)
    expect(drain).toBeGreaterThan(Number(away))
    expect(Number.parseInt(site?.stop_grace_period ?? '', 10)).toBeGreaterThan(drain + 30)
  }
})

test('orders outlive their container, and no secret is part of the image', () => {
  expect(postgres?.volumes).toContain('orders:/var/lib/postgresql/data')
  expect(Object.keys(compose.volumes)).toContain('orders')
  const dockerfile = read('Dockerfile')
  expect(dockerfile).toMatch(/^FROM node:24\.\d+-/m)
  expect(dockerfile).toMatch(/^USER node$/m)
  expect(dockerfile).toContain('--mount=type=secret,id=site')
})

test('every command that is written down names the passwords, without which Compose refuses all of them', () => {
  const manual = readFileSync(join(FOLDER, '..', 'docs', 'deploy.md'), 'utf8')
  const commands = [manual, read('take-certificate.sh'), read('logs.sh')]
    .join('\n')
    .match(/docker compose -.*/g)
  expect(commands?.length).toBeGreaterThan(1)
  for (const command of commands ?? [])
    expect(command).toContain('docker compose --env-file deploy/secrets.env --file deploy/compose.yaml')
})
