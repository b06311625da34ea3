import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {parseEnv} from 'node:util'
import {freePort} from '../free-port.ts'
import {stackBuild, stackFolder} from '../services.ts'
import {eventually} from './eventually.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** The site that the stack has built, as a process of a test's own that can be killed and started again. */
export class OwnSite {
  readonly url: string
  readonly #port: number
  readonly #env: NodeJS.ProcessEnv
  #child: ChildProcess | undefined

  private constructor(port: number, env: NodeJS.ProcessEnv) {
    this.#port = port
    this.url = `http://127.0.0.1:${port}`
    this.#env = {...env, SITE_URL: this.url}
  }

  /** `env` is set over the variables of the stack's own site. The site does not run yet. */
  static async prepare(env: Record<string, string>): Promise<OwnSite> {
    const ofStack = parseEnv(readFileSync(join(stackFolder(), 'env'), 'utf8'))
    const build = {NEXT_DIST_DIR: stackBuild(), NEXT_TELEMETRY_DISABLED: '1'}
    return new OwnSite(await freePort(), {...process.env, ...ofStack, ...build, ...env})
  }

  /** Resolves when the site answers. */
  async start(env: Record<string, string> = {}): Promise<void> {
    const args = [join(ROOT, 'server.ts'), '--port', String(this.#port), '--hostname', '127.0.0.1']
    const child = spawn(process.execPath, args, {cwd: ROOT, env: {...this.#env, ...env}, stdio: 'ignore'})
    this.#child = child
    const answers = () =>
      fetch(`${this.url}/robots.txt`).then(
        ({ok}) => ok,
        () => false,
      )
    await eventually(answers, Boolean, 60_000)
  }

  /** Ends it as nothing can foresee: without a word, wherever it is. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}
