import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createClient} from '@redis/client'

/** Why tests of what machines share cannot run here; nothing when they can. */
export const WITHOUT_REDIS =
  spawnSync('redis-server', ['--version']).error !== undefined
    ? 'needs a redis-server (Debian: apt-get install redis-server), and this machine has none'
    : undefined

/** Paths of a certificate, its key, and the certificate of the authority behind it. */
export type TlsFiles = {certificate: string; key: string; authority: string}

/** A redis-server of a test's own, in memory only, that can be killed and started again at the same address. */
export class RedisServer {
  readonly url: string
  readonly #port: number
  readonly #tls: TlsFiles | undefined
  readonly #folder = mkdtempSync(join(tmpdir(), 'redis-'))
  #child: ChildProcess | undefined

  private constructor(port: number, tls: TlsFiles | undefined) {
    this.#port = port
    this.#tls = tls
    this.url = `${tls ? 'rediss' : 'redis'}://localhost:${port}`
  }

  /** @param tls files with which it shows who it is; without them it speaks plainly */
  static async start(tls?: TlsFiles): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), tls)
    await server.restart()
    return server
  }

  /** Kills it as a power cut would: what it held is gone. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  /** Starts it again, empty, and waits until it answers. */
  async restart(): Promise<void> {
    if (WITHOUT_REDIS) throw new Error(`This test ${WITHOUT_REDIS}.`)
    await this.kill()
    const settings = {bind: '127.0.0.1', save: '', appendonly: 'no', dir: this.#folder}
    const args = Object.entries({...settings, ...this.#entrance()}).flatMap(([name, value]) => [
      `--${name}`,
      String(value),
    ])
    const child = spawn('redis-server', args, {stdio: 'ignore'})
    process.once('exit', () => child.kill('SIGKILL'))
    this.#child = child
    await this.ask((client) => client.ping())
  }

  #entrance(): Record<string, string | number> {
    if (!this.#tls) return {port: this.#port}
    const {certificate, key, authority} = this.#tls
    return {
      port: 0,
      'tls-port': this.#port,
      'tls-auth-clients': 'no',
      'tls-cert-file': certificate,
      'tls-key-file': key,
      'tls-ca-cert-file': authority,
    }
  }

  /** Stops it in the middle of whatever it does, as a machine that hangs. Connections stay, and nothing answers. */
  hang(): void {
    this.#child?.kill('SIGSTOP')
  }

  wake(): void {
    this.#child?.kill('SIGCONT')
  }

  /** Does something on a connection of its own, waiting for the server if it must. */
  async ask<Result>(work: (client: ReturnType<typeof clientOf>) => Promise<Result>): Promise<Result> {
    const connection = clientOf(this.url, this.#tls)
    connection.on('error', () => {})
    await connection.connect()
    try {
      return await work(connection)
    } finally {
      connection.destroy()
    }
  }

  async remove(): Promise<void> {
    this.wake()
    await this.kill()
    rmSync(this.#folder, {recursive: true, force: true})
  }
}

function clientOf(url: string, tls: TlsFiles | undefined) {
  const trust = tls ? {tls: true as const, ca: readFileSync(tls.authority)} : {}
  return createClient({url, socket: {reconnectStrategy: 20, ...trust}})
}

/** A port of loopback on which nothing listens. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port is free.')
  return address.port
}
