import {Command, InvalidArgumentError} from 'commander'
import {z} from 'zod'
import {logLine, startLake} from './lake.ts'

const Options = z.object({
  port: z.number(),
  data: z.string(),
  host: z.string(),
  project: z.string(),
  dataset: z.array(z.string()),
  siteOrigin: z.array(z.string()),
  publicUrl: z.string().optional(),
  queryLimit: z.number(),
})

function toNumber(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It must be a whole number.')
  return number
}

function toOrigin(value: string, origins: string[]): string[] {
  if (!URL.canParse(value))
    throw new InvalidArgumentError('It must be an origin such as https://example.com.')
  return [...origins, new URL(value).origin]
}

const command = new Command('lake')
  .description(
    'A Content Lake on this machine: Sanity Studio, its client and its command line run on it unmodified.',
  )
  .option('--port <number>', 'port to listen on', toNumber, 3001)
  .option('--data <directory>', 'directory that holds all data', '.local/lake')
  .option(
    '--host <address>',
    'address to listen on; only this machine can reach the default, and only it can sign in',
    '127.0.0.1',
  )
  .option('--project <id>', 'project ID', 'local')
  .option('--dataset <names...>', 'datasets that exist from the start', ['production'])
  .option(
    '--site-origin <origin>',
    'origin, besides this machine, to which a sign-in may return; can be repeated',
    toOrigin,
    [],
  )
  .option(
    '--public-url <address>',
    'origin of a proxy through which the lake is reached; addresses of assets begin with it',
    (value: string) => toOrigin(value, [])[0],
  )
  .option('--query-limit <ms>', 'longest evaluation of one query, in milliseconds', toNumber, 10_000)
  .parse()

const options = Options.parse(command.opts())

try {
  const lake = await startLake({
    dataDir: options.data,
    port: options.port,
    host: options.host,
    projectId: options.project,
    datasets: options.dataset,
    siteOrigins: options.siteOrigin,
    ...(options.publicUrl !== undefined && {publicUrl: options.publicUrl}),
    queryLimitMs: options.queryLimit,
  })
  logLine(
    'info',
    `Content Lake of project ${options.project} on ${lake.url}; tokens are in ${lake.accessFile}`,
  )
  let isEnding = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isEnding) process.exit(1)
      isEnding = true
      lake.close().then(
        () => process.exit(0),
        (error: unknown) => {
          logLine('error', 'the lake did not end cleanly', {error: String(error)})
          process.exit(1)
        },
      )
    })
  }
} catch (error) {
  logLine('error', error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
