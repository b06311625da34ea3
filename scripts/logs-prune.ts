import {Command, InvalidArgumentError} from 'commander'
import {pruneLogs} from './logs/prune-logs.ts'

const USUAL_DAYS = 30

const program = new Command('npm run logs:prune --')
  .description('Deletes log files of days that are too long ago')
  .option('--days <number>', 'how many days are kept', parseDays, USUAL_DAYS)
  .option('--folder <path>', 'the folder of log files', process.env.LOG_DIR)
  .parse()
const {days, folder} = program.opts<{days: number; folder?: string}>()
if (folder === undefined) program.error('Name the folder: set LOG_DIR, or give --folder.')
else {
  const deleted = await pruneLogs(folder, days, new Date())
  console.log(deleted.length === 0 ? 'Nothing is that old.' : `Deleted ${deleted.join(', ')}.`)
}

function parseDays(value: string): number {
  const days = Number(value)
  if (!Number.isInteger(days) || days < 1)
    throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return days
}
