import type {ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {closeSync, openSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {startProcess, waitUntilAnswers} from '@local/supervisor'
import {copyBuild} from '../stack.ts'

export type SiteProcessOptions = {
  /** The project's folder. */
  root: string
  /** The folder of the build to serve, relative to the project's. The machine gets a copy, as machines have. */
  build: string
  /** Tells it from the others. */
  name: string
  port: number
  env: Record<string, string>
  logFolder: string
}

/** One machine that serves the site: the server on its own copy of a build. */
export class SiteProcess {
  readonly url: string
  readonly #options: SiteProcessOptions
  readonly #copy: string
  #child: ChildProcess | undefined

  constructor(options: SiteProcessOptions) {
    this.#options = options
    this.#copy = `${options.build}-${options.name}`
    this.url = `http://127.0.0.1:${options.port}`
  }

  /** Copies the build and starts the server; resolves when it answers. */
  async start(): Promise<void> {
    const {root, build} = this.#options
    copyBuild(join(root, build), join(root, this.#copy))
    await this.launch()
  }

  /** Starts the server again as it was. */
  async launch(): Promise<void> {
    const {root, port, env, name, logFolder} = this.#options
    const log = openSync(join(logFolder, `site-${name}.log`), 'a')
    try {
      this.#child = startProcess(
        {
          args: [join(root, 'server.ts'), '--port', String(port), '--hostname', '127.0.0.1'],
          cwd: root,
          env: {...process.env, ...env, NEXT_DIST_DIR: this.#copy, NEXT_TELEMETRY_DISABLED: '1'},
        },
        log,
      )
    } finally {
      closeSync(log)
    }
    await waitUntilAnswers(`${this.url}/api/health`, AbortSignal.timeout(60_000))
  }

  /** Asks it to end, and waits for as long as that takes. Gives its exit code. */
  async end(): Promise<number | null> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    child.kill('SIGTERM')
    await once(child, 'exit')
    return child.exitCode
  }

  /** Ends it and removes its copy of the build. */
  async remove(): Promise<void> {
    await this.end()
    rmSync(join(this.#options.root, this.#copy), {recursive: true, force: true})
  }
}
