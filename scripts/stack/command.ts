import {relative} from 'node:path'
import {Command, InvalidArgumentError} from 'commander'
import {stopSignal} from '../terminal.ts'
import {type Addresses, demoPlaces, type Places, planPorts} from './layout.ts'
import {AlreadyRunningError} from './lock.ts'
import {consoleProgress} from './progress.ts'
import {PortTakenError, type StackOptions, startStack} from './start-stack.ts'

const DEFAULT_PORT = 3000

/**
 * Runs the whole stack in the foreground until a Ctrl-C: local services, content, site.
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
    .option(
      '--port <number>',
      'the site’s port; the services take the ones after it',
      parsePort,
      DEFAULT_PORT,
    )
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

/** What a person sees once everything is up: the addresses, and what to try first. */
function welcome(addresses: Addresses, places: Places): string {
  const {site, studio, lake, stripe, mail, postgres} = addresses
  const rows: [string, string][] = [
    ['Website', site.url],
    ['Privacy policy', `${site.url}/privacy`],
    ['Studio (edit and publish)', studio.url],
    ['Buy (test money)', `${site.url}/checkout/lifetime-access`],
    ['Mail that was sent', mail.inboxUrl],
    ['Stripe stand-in', stripe.url],
    ['Content Lake', lake.url],
    ['Postgres', postgres.url],
    ['Addresses and tokens', relative(places.root, places.services)],
    ['Logs', relative(places.root, places.logs)],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const line = '─'.repeat(width + 2 + Math.max(...rows.map(([, value]) => value.length)))
  const table = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
  return `
${line}
${table.join('\n')}
${line}

Try this first:
  1. Open ${studio.url} and sign in as the editor (no password on your own machine).
  2. Open “Privacy Policy”, change a word, and press Publish.
  3. Reload ${site.url}/privacy: the new words are there.
  4. Buy at ${site.url}/checkout/lifetime-access with the test card 4242 4242 4242 4242, and
     find the confirmation with the set-up link at ${mail.inboxUrl}.

Ctrl-C ends everything; your content is kept. \`npm run demo -- --fresh\` starts over.`
}
