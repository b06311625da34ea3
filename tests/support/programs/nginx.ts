import {type ChildProcess, execFile, spawn} from 'node:child_process'
import {once} from 'node:events'
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {findProgram} from '#scripts/programs.ts'
import {freePort} from '../free-port.ts'
import {makeCertificates} from './certificates.ts'
import {untilListening} from './until-listening.ts'

const TEMPLATE = join(import.meta.dirname, '..', '..', '..', 'deploy', 'nginx', 'nginx.conf.template')

/** Why tests of what stands before the machines cannot run here; nothing when they can. */
export const WITHOUT_NGINX = ['nginx', 'openssl'].some((name) => findProgram(name) === undefined)
  ? 'needs nginx and openssl (Debian: apt-get install nginx openssl), and this machine lacks one of them'
  : undefined

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
    const httpPort = await freePort()
    const httpsPort = ports.httpsPort ?? (await freePort())
    const words: Record<string, string> = {
      NGINX_FOLDER: folder,
      ACCESS_LOG: join(folder, 'access.log'),
      SITE_HOST: `localhost:${httpsPort}`,
      SITE_A: sites[0],
      SITE_B: sites[1],
      HTTP_PORT: `127.0.0.1:${httpPort}`,
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
    await untilListening(httpsPort)
    return nginx
  }

  #said = ''

  /** Everything that it wrote: of requests, and of itself. */
  get logs(): {access: string; said: string} {
    return {access: readFileSync(join(this.#folder, 'access.log'), 'utf8'), said: this.#said}
  }

  async remove(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGTERM')
      await once(this.#child, 'exit')
    }
    rmSync(this.#folder, {recursive: true, force: true})
  }
}
