import {type Command, InvalidArgumentError} from 'commander'
import {countFile, countVisits, readVisits} from '#lib/visits.ts'
import type {CommandLine} from './command-line.ts'

type VisitOptions = {days: number; pages: boolean; log: string[]; json: boolean}

const USUAL_DAYS = 14
const MAX_DAYS = 3_660
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * `ops visits`
 *
 * @param logFolder where the site keeps its access log, when it keeps one here
 */
export function addVisitsCommand(program: Command, line: CommandLine, logFolder: string | undefined): void {
  program
    .command('visits')
    .description('How often pages were read, and how many went on to the checkout and paid, day by day')
    .addHelpText(
      'after',
      '\nCounted from the access log, without cookies, ids or addresses. Programs that say who they are, such as search\nengines, are left out. Days are those of UTC.',
    )
    .option('--days <number>', 'the last days', readDays, USUAL_DAYS)
    .option('--pages', 'each page instead of each day', false)
    .option('--log <files...>', 'count these files first: the log of a proxy that answers for the site', [])
    .option('--json', 'for programs', false)
    .action(({days, pages, log, json}: VisitOptions) =>
      line.withCommerce(async ({db, livemode}) => {
        for (const file of log) await countFile(db, file)
        if (logFolder) await countVisits(db, logFolder)
        const now = Date.now()
        const [from, to] = [isoDay(now - (days - 1) * DAY_MS), isoDay(now)]
        const visits = await readVisits(db, {from, to, livemode})
        if (json) line.printJson(visits)
        else if (pages) line.printTable(byPage(visits), {json, none: 'No page was read in these days.'})
        else
          line.printTable(
            visits.map(({day, views, way}) => ({
              Day: day,
              Pages: views,
              Prices: way.prices,
              Checkout: way.checkout,
              'To payment': way.toPayment,
              Paid: way.paid,
            })),
            {json, none: 'There are no such days.'},
          )
      }),
    )
}

/** Each page with its views of all days, the most read first. */
function byPage(visits: Awaited<ReturnType<typeof readVisits>>) {
  const views = new Map<string, number>()
  for (const page of visits.flatMap(({pages}) => pages))
    views.set(page.path, (views.get(page.path) ?? 0) + page.views)
  return [...views].sort(([, one], [, other]) => other - one).map(([path, sum]) => ({Page: path, Views: sum}))
}

const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10)

function readDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS)
    throw new InvalidArgumentError(`A number from 1 to ${MAX_DAYS}.`)
  return days
}
