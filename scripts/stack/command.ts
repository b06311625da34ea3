import {Command, InvalidArgumentError} from 'commander'
import {stopSignal} from '../stop-signal.ts'
import {AlreadyRunningError} from './lock.ts'
import {demoPlaces} from './places.ts'
import {planPorts} from './ports.ts'
import {consoleProgress} from './progress.ts'
import {PortTakenError, type StackOptions, startStack} from './start-stack.ts'
import {welcome} from './welcome.ts'

const USUAL_PORT = 3000

/**
 * Runs the whole set in the foreground until a Ctrl-C: local services, content, site.
 *
 * @param name how the command is typed, for its help
 */
export async function stackCommand(
  name: string,
  description: string,
  mode: StackOptions['mode'],
): Promise<void> {
  const program = new Command(name)
    .description(description)
    .option('--port <number>', 'the site’s port; the services take the ones after it', parsePort, USUAL_PORT)
    .option('--fresh', 'throw away the local content and the build, and start over', false)
    .parse()
  const {port, fresh} = program.opts<{port: number; fresh: boolean}>()

  const stopping = stopSignal()
  const progress = consoleProgress()
  try {
    const places = demoPlaces()
    const stack = await startStack({places, basePort: port, mode, fresh, progress, signal: stopping.signal})
    progress.say(welcome(stack.addresses, places))
    await aborted(stopping.signal)
    progress.say('\nEnding the site and the services…')
    await stack.stop()
    progress.say('All ended. Your content is kept for the next time.')
  } catch (error) {
    if (stopping.signal.aborted) return progress.say('\nEnded before everything was up.')
    const plain = error instanceof PortTakenError || error instanceof AlreadyRunningError
    const message = error instanceof Error ? error.message : String(error)
    console.error(
      plain ? `\n${message}` : `\nIt did not start.\n${message}\nThe services’ logs are in .local/logs.`,
    )
    process.exitCode = 1
  }
}

function parsePort(value: string): number {
  try {
    return planPorts(Number(value)).site
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
}

/** Keeps the process alive meanwhile: the services hold no handle of this process that would. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const alive = setInterval(() => {}, 60_000)
    signal.addEventListener('abort', () => {
      clearInterval(alive)
      resolve()
    })
  })
}
