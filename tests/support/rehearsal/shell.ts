import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {closeSync, mkdirSync, openSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {LOGS} from './hosted-services.ts'

/** What a person at a shell of the machine has: neither the variables of a test nor its packages. */
const ENV = {PATH: process.env.PATH, HOME: process.env.HOME, LANG: process.env.LANG}

/**
 * Types a command into a shell.
 *
 * @param extra variables that are put before it
 * @returns everything that it printed
 * @throws Error with the end of that when the command fails
 */
export async function type(
  command: string,
  folder: string,
  extra: Record<string, string> = {},
): Promise<string> {
  const child = spawn('sh', ['-c', `exec 2>&1\n${command}`], {
    cwd: folder,
    env: {...ENV, ...extra, NODE_ENV: process.env.NODE_ENV},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const printed = text(child.stdout)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`It ended with ${code}: ${(await printed).trim().slice(-1500)}`)
  return printed
}

/** How a file of systemd has its service started. */
type Unit = {
  user: string
  folder: string
  variables: string[]
  command: string
  logFolder: string | undefined
}

function readUnit(path: string): Unit {
  const lines = readFileSync(path, 'utf8').split('\n')
  const find = (name: string) => lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1)
  const needed = (name: string) => {
    const value = find(name)
    if (value === undefined) throw new Error(`${path} has no ${name}.`)
    return value
  }
  return {
    user: needed('User'),
    folder: needed('WorkingDirectory'),
    variables: needed('Environment').split(' '),
    command: needed('ExecStart'),
    logFolder: find('LogsDirectory'),
  }
}

/** A service of systemd, started as its file says, by its user and with no other variables. How systemd confines it is left out. */
export class UnitService {
  readonly name: string
  readonly #unit: Unit
  #child: ChildProcess | undefined

  /** @param path of the file as it lies in `/etc/systemd/system` */
  constructor(path: string) {
    this.name = path.replace(/^.*\//, '')
    this.#unit = readUnit(path)
  }

  /** What is run. */
  get command(): string {
    return this.#unit.command
  }

  async start(): Promise<void> {
    const {user, folder, variables, command, logFolder} = this.#unit
    if (logFolder !== undefined)
      await type(`install -d -o ${user} -g ${user} -m 750 /var/log/${logFolder}`, '/')
    mkdirSync(LOGS, {recursive: true})
    const log = openSync(this.logFile, 'a')
    const identity = ['--reuid', user, '--regid', user, '--init-groups', '--no-new-privs']
    const environment = ['-i', `PATH=${ENV.PATH}`, 'LANG=C.UTF-8', `HOME=${folder}`, ...variables]
    this.#child = spawn('setpriv', [...identity, 'env', ...environment, ...command.split(' ')], {
      cwd: folder,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
  }

  get logFile(): string {
    return join(LOGS, `${this.name}.log`)
  }

  /** Waits for one that ends by itself; what it printed. @throws Error when it failed */
  async ended(): Promise<string> {
    const child = this.#child
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    const printed = readFileSync(this.logFile, 'utf8').trim()
    if (child?.exitCode !== 0)
      throw new Error(`${this.name} ended with ${child?.exitCode}: ${printed.slice(-1500)}`)
    return printed
  }

  /** Asks it to end, as systemd does, and waits. */
  async stop(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}
