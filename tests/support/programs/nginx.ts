import {type ChildProcess, execFile, spawn} from 'node:child_process'
import {once} from 'node:events'
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {findFreePorts, waitUntilAnswers} from '@local/supervisor'
import {findProgram} from '#scripts/programs.ts'
import {type Answer, exchange, type Question, sendBytes} from '../http.ts'

const TEMPLATE = join(import.meta.dirname, '..', '..', '..', 'deploy', 'nginx', 'nginx.conf.template')

/** Why tests of what stands before the machines cannot run here; nothing when they can. */
export const WITHOUT_NGINX = ['nginx', 'openssl'].some((name) => findProgram(name) === undefined)
  ? 'needs nginx and openssl (Debian: apt-get install nginx openssl), and this machine lacks one of them'
  : undefined

const START_LIMIT_MS = 10_000

/** An nginx of a test's own, with the configuration that the site comes with, and a certificate made for it. */
export class Nginx {
  readonly httpPort: number
  readonly httpsPort: number
  /** What clients must trust, as a path and as text. */
  readonly authorityFile: string
  readonly authority: string
  readonly #folder: string
  readonly #child: ChildProcess

  private constructor(made: {
    folder: string
    child: ChildProcess
    httpPort: number
    httpsPort: number
    authorityFile: string
  }) {
    this.#folder = made.folder
    this.#child = made.child
    this.httpPort = made.httpPort
    this.httpsPort = made.httpsPort
    this.authorityFile = made.authorityFile
    this.authority = readFileSync(made.authorityFile, 'utf8')
  }

  /** @param sites host and port of each of the two machines */
  static async start(sites: readonly [string, string], ports: {httpsPort?: number} = {}): Promise<Nginx> {
    const program = findProgram('nginx')
    if (program === undefined) throw new Error(`This test ${WITHOUT_NGINX}.`)
    const folder = mkdtempSync(join(tmpdir(), 'nginx-'))
    // Its workers are no administrators.
    chmodSync(folder, 0o755)
    const {authority, service} = await makeCertificates(join(folder, 'certificates'))
    const {certificate, key} = service('site')
    const httpPort = await findFreePorts(1)
    const httpsPort = ports.httpsPort ?? (await findFreePorts(1))
    const words: Record<string, string> = {
      NGINX_FOLDER: folder,
      ACCESS_LOG: join(folder, 'access.log'),
      SITE_HOST: `localhost:${httpsPort}`,
      SITE_A: sites[0],
      SITE_B: sites[1],
      HTTP_PORT: `127.0.0.1:${httpPort}`,
      HSTS_SECONDS: '86400',
      HTTPS_PORT: `127.0.0.1:${httpsPort}`,
      CERTIFICATE: certificate,
      CERTIFICATE_KEY: key,
    }
    const configuration = join(folder, 'nginx.conf')
    const template = readFileSync(TEMPLATE, 'utf8')
    writeFileSync(
      configuration,
      template.replace(/\$\{(\w+)\}/g, (whole, name) => words[name] ?? whole),
    )
    const args = ['-p', folder, '-c', configuration, '-e', join(folder, 'error.log')]
    await promisify(execFile)(program, [...args, '-t'])
    const child = spawn(program, [...args, '-g', 'daemon off;'], {
      env: {...process.env, TZ: 'UTC'},
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    process.once('exit', () => child.kill('SIGTERM'))
    const nginx = new Nginx({folder, child, httpPort, httpsPort, authorityFile: authority})
    child.stderr?.on('data', (chunk: Buffer) => {
      nginx.#said += chunk.toString()
    })
    await waitUntilAnswers(`tcp://127.0.0.1:${httpsPort}`, AbortSignal.timeout(START_LIMIT_MS))
    return nginx
  }

  #said = ''

  /** Everything that it wrote: of requests, and of itself. */
  get logs(): {access: string; said: string} {
    return {access: readFileSync(join(this.#folder, 'access.log'), 'utf8'), said: this.#said}
  }

  /** Asks it over TLS for exactly this path, and follows nothing. Rejects when the connection breaks. */
  async ask(path: string, question: Question = {}): Promise<Omit<Answer, 'body'> & {body: string}> {
    const {body, ...answer} = await exchange(`https://localhost:${this.httpsPort}${path}`, {
      ...question,
      authority: this.authority,
    })
    return {...answer, body: body.toString('utf8')}
  }

  /** Sends bytes that need not be HTTP to its port for TLS, with or without TLS, and gives back all that comes. */
  send(bytes: string, {isSecure}: {isSecure: boolean}): Promise<string> {
    return isSecure
      ? sendBytes(`https://localhost:${this.httpsPort}`, bytes, {authority: this.authority})
      : sendBytes(`http://localhost:${this.httpsPort}`, bytes)
  }

  async remove(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGTERM')
      await once(this.#child, 'exit')
    }
    rmSync(this.#folder, {recursive: true, force: true})
  }
}

const SCRIPT = join(import.meta.dirname, '..', '..', '..', 'deploy', 'make-certificates.sh')

/** Paths of a certificate and its key. */
export type Identity = {certificate: string; key: string}

/** Paths of what was made. */
export type Certificates = {
  authority: string
  service(name: 'site' | 'redis' | 'postgres'): Identity
}

/** Makes an authority, and certificates for services on `localhost`, as who operates the site makes them. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  await promisify(execFile)('sh', [SCRIPT, folder, 'localhost'])
  return {
    authority: join(folder, 'ca.pem'),
    service: (name) => ({certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`)}),
  }
}
