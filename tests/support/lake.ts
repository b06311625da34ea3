import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import {DATASET, PROJECT_ID, RestartableLake} from '@local/content-lake/testing'
import type {SanityClient} from '@sanity/client'

/** A lake of a test's own, with nothing in it. */
export type TestLake = {
  url: string
  projectId: string
  dataset: string
  /** The token of the person with a role. */
  token(role: 'administrator' | 'editor' | 'viewer'): string
  /** A client that writes as an editor and sees drafts and published documents alike. */
  client: SanityClient
  /** The variables with which commands find this lake and may write. */
  env: Record<string, string>
  close(): Promise<void>
}

/** Starts a lake on a free port, on data that is thrown away when it closes. */
export async function startTestLake(): Promise<TestLake> {
  const lake = await RestartableLake.start()
  const token: TestLake['token'] = (role) => lake.person(role).token
  return {
    url: lake.url,
    projectId: PROJECT_ID,
    dataset: DATASET,
    token,
    client: lake.client('editor', {perspective: 'raw'}),
    env: {
      SANITY_PROJECT_ID: PROJECT_ID,
      SANITY_DATASET: DATASET,
      SANITY_API_HOST: lake.url,
      SANITY_WRITE_TOKEN: token('editor'),
    },
    close: () => lake.remove(),
  }
}

const ROOT = join(import.meta.dirname, '..', '..')
const ADDRESS = /(http:\/\/\S+?); tokens are in/

/** The lake as a program of its own, which can be killed. */
export class LakeProcess {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
  }

  /** Resolves when it listens. @throws Error with its output when it ends instead. */
  static async start(dataDir: string, port = 0): Promise<LakeProcess> {
    const flags = ['--port', String(port), '--data', dataDir, '--project', PROJECT_ID]
    const child = spawn(process.execPath, [join(ROOT, 'packages/content-lake/main.ts'), ...flags], {
      cwd: ROOT,
    })
    let output = ''
    const url = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        const found = ADDRESS.exec(output)?.[1]
        if (found) resolve(found)
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', () => reject(new Error(`The lake ended: ${output}`)))
    })
    return new LakeProcess(child, url)
  }

  /** As a power cut would: no chance to write anything more. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }
}
