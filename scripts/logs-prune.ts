import {Command, InvalidArgumentError} from 'commander'
import {connectDatabase, migrate} from '#lib/db/database.ts'
import {countVisits} from '#lib/visits.ts'
import {pruneLogs} from './logs/prune-logs.ts'

const USUAL_DAYS = 30

const program = new Command('npm run logs:prune --')
  .description(
    'Counts the visits in the access log, and then deletes log files of days that are too long ago',
  )
  .option('--days <number>', 'how many days are kept', parseDays, USUAL_DAYS)
  .option('--folder <path>', 'the folder of log files', process.env.LOG_DIR)
  .parse()
const {days, folder} = program.opts<{days: number; folder?: string}>()
if (folder === undefined) program.error('Name the folder: set LOG_DIR, or give --folder.')
else {
  const {DATABASE_URL: database} = process.env
  if (database) await keepSums(database, folder)
  else console.log('DATABASE_URL is not set, so visits are not counted first.')
  const deleted = await pruneLogs(folder, days, new Date())
  console.log(deleted.length === 0 ? 'Nothing is that old.' : `Deleted ${deleted.join(', ')}.`)
}

/** Keeps what the log says of visits, as sums. Rejects when the database cannot be reached: nothing is deleted then. */
async function keepSums(database: string, folder: string): Promise<void> {
  const {db, close} = connectDatabase(database)
  try {
    await migrate(database)
    await countVisits(db, folder)
  } finally {
    await close()
  }
}

function parseDays(value: string): number {
  const days = Number(value)
  if (!Number.isInteger(days) || days < 1)
    throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return days
}
