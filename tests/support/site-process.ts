import type {ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {closeSync, mkdirSync, openSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {findFreePorts, startProcess, waitUntilAnswers} from '@local/supervisor'
import {copyBuild} from './stack.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const START_LIMIT_MS = 60_000

export type SiteProcessOptions = {
  /** Tells it from the others. */
  name: string
  /** The folder of the build to serve, relative to the project's. The process serves a copy, as a machine has one. */
  build: string
  env: Record<string, string | undefined>
  logFolder: string
  /** A free one unless it is given. */
  port?: number
}

/** The site as a process of a test's own, which can be ended or killed, and started again at the same address. */
export class SiteProcess {
  readonly url: string
  readonly #options: SiteProcessOptions & {port: number}
  readonly #copy: string
  #child: ChildProcess | undefined

  private constructor(options: SiteProcessOptions & {port: number}) {
    this.#options = options
    this.#copy = `${options.build}-${options.name}`
    this.url = `http://127.0.0.1:${options.port}`
  }

  /** Copies the build. The site does not run yet. */
  static async prepare({port, ...options}: SiteProcessOptions): Promise<SiteProcess> {
    const site = new SiteProcess({...options, port: port ?? (await findFreePorts(1))})
    mkdirSync(options.logFolder, {recursive: true})
    copyBuild(join(ROOT, options.build), join(ROOT, site.#copy))
    return site
  }

  /**
   * Starts the server; resolves when it answers.
   *
   * @param env is set over the variables that were given before
   */
  async start(env: Record<string, string> = {}): Promise<void> {
    const {port, name, logFolder} = this.#options
    const build = {NEXT_DIST_DIR: this.#copy, NEXT_TELEMETRY_DISABLED: '1'}
    const log = openSync(join(logFolder, `site-${name}.log`), 'a')
    try {
      this.#child = startProcess(
        {
          args: [join(ROOT, 'server.ts'), '--port', String(port), '--hostname', '127.0.0.1'],
          cwd: ROOT,
          env: {...process.env, SITE_URL: this.url, ...this.#options.env, ...build, ...env},
        },
        log,
      )
    } finally {
      closeSync(log)
    }
    await waitUntilAnswers(`${this.url}/api/health`, AbortSignal.timeout(START_LIMIT_MS))
  }

  /** Asks it to end, and waits for as long as that takes. Gives its exit code. */
  end(): Promise<number | null> {
    return this.#signal('SIGTERM')
  }

  /** Ends it as nothing can foresee: without a word, wherever it is. */
  async kill(): Promise<void> {
    await this.#signal('SIGKILL')
  }

  async #signal(name: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const ended = once(child, 'exit')
    child.kill(name)
    await ended
    return child.exitCode
  }

  /** Ends it and removes its copy of the build. */
  async remove(): Promise<void> {
    await this.end()
    rmSync(join(ROOT, this.#copy), {recursive: true, force: true})
  }
}
