import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {SERVER_FLAGS} from '#scripts/stack/next.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const FOLDER = join(ROOT, 'deploy', 'one-machine')
const manual = readFileSync(join(ROOT, 'docs', 'deploy.md'), 'utf8')
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8')
const services = readdirSync(FOLDER).filter((name) => name.endsWith('.service'))

/** The value of a setting of a unit. */
const setting = (unit: string, name: string) =>
  read(unit)
    .split('\n')
    .flatMap((line) => (line.startsWith(`${name}=`) ? line.slice(name.length + 1) : []))
    .join(' ')

test('every unit runs as the site’s own user, in its folder, and may write nothing else than it names', () => {
  expect(services).toHaveLength(3)
  for (const unit of services) {
    expect(setting(unit, 'User'), unit).toBe('plumbperfect')
    expect(setting(unit, 'WorkingDirectory'), unit).toBe('/srv/plumbperfect')
    for (const [name, value] of Object.entries({
      NoNewPrivileges: 'yes',
      ProtectSystem: 'strict',
      CapabilityBoundingSet: '',
    }))
      expect(read(unit), unit).toContain(`\n${name}=${value}\n`)
  }
})

test('the site is started with the flags that it has elsewhere, and has the time to end what runs', () => {
  expect(setting('plumbperfect.service', 'ExecStart')).toBe(
    `/usr/bin/env node scripts/run.mjs ${SERVER_FLAGS.join(' ')} server.ts --port 3000`,
  )
  expect(Number.parseInt(setting('plumbperfect.service', 'TimeoutStopSec'), 10)).toBeGreaterThan(30)
})

test('the commands of the timers are there, and may write where they write', () => {
  expect(setting('plumbperfect-backup.service', 'ExecStart')).toMatch(/run\.mjs ops backup --every 24$/)
  expect(setting('plumbperfect-backup.service', 'ReadWritePaths')).toBe('/var/backups/plumbperfect')
  expect(setting('plumbperfect-logs.service', 'ExecStart')).toMatch(/run\.mjs logs-prune$/)
  expect(setting('plumbperfect-logs.service', 'LogsDirectory')).toBe('plumbperfect')
})

test('the manual says where each file goes', () => {
  expect(manual).toContain('cp deploy/one-machine/*.service deploy/one-machine/*.timer /etc/systemd/system/')
  for (const name of readdirSync(FOLDER).filter(
    (file) => file.endsWith('.timer') || file === 'plumbperfect.service',
  ))
    expect(manual.match(/systemctl enable --now (.*)/)?.[1], name).toContain(name)
  for (const name of ['Caddyfile', 'nginx.conf']) expect(manual).toContain(`../deploy/one-machine/${name}`)
})

test('a proxy replaces the address that a reader may have made up, and logs nothing of one-time links', () => {
  expect(read('nginx.conf')).toContain('proxy_set_header X-Forwarded-For $remote_addr;')
  expect(read('nginx.conf').match(/access_log off;/g)).toHaveLength(2)
  expect(read('Caddyfile')).toContain('header_up X-Forwarded-For {remote_host}')
  expect(read('Caddyfile')).not.toMatch(/^\s*log\b/m)
})
