import {join} from 'node:path'
import {makeCertificates} from '#tests/support/programs/nginx.ts'
import {MEASURED, NO_NGINX, readPairs, serveTwins} from '../pages/served-twins.ts'
import type {Line} from '../report/report.ts'
import {BENCH_FOLDER, type Bench} from '../support/bench-stack.ts'
import {canMeasureRates, ratesInTurns} from '../support/load.ts'
import {startBeside} from '../support/start-beside.ts'
import {startMachines, WITHOUT_MACHINES} from './machines.ts'

/**
 * How many readers a second get a page from a machine that shares a Redis, beside one that is alone; and from the nginx
 * that the site comes with, beside one that has nothing but the finished page as a file. Both of these speak TLS.
 */
export async function sharedRates(bench: Bench): Promise<Line[]> {
  const what = 'rates of two machines at 32 connections'
  if (WITHOUT_MACHINES) return [{what, missing: WITHOUT_MACHINES}]
  if (!canMeasureRates()) return [{what, missing: 'needs wrk'}]
  const {service} = await makeCertificates(join(BENCH_FOLDER, 'static', 'certificates'))
  const files = await serveTwins(bench, await readPairs(bench), service('site'))
  if (files === undefined) return [{what, missing: NO_NGINX}]
  const machines = await startMachines(bench)
  const alone = await startBeside(bench, 'alone', {mode: 'start'})
  try {
    const median = await ratesInTurns({
      shared: machines.sites[0].url + MEASURED,
      alone: alone.url + MEASURED,
      before: `https://localhost:${machines.nginx.httpsPort}${MEASURED}`,
      files: `${files.url}/finished${MEASURED}`,
    })
    const [shared, own, before, file] = [median('shared'), median('alone'), median('before'), median('files')]
    return [
      {what: 'a machine that shares a Redis', value: shared, unit: '/s'},
      {what: 'a machine alone', value: own, unit: '/s'},
      {what: 'a machine that shares against one alone', value: shared / own, unit: '×'},
      {what: 'the nginx that the site comes with, before two machines, TLS', value: before, unit: '/s'},
      {what: 'nginx with the finished page as a file, TLS', value: file, unit: '/s'},
      {what: 'before two machines against the file', value: before / file, unit: '×', atLeast: 0.6},
    ]
  } finally {
    await Promise.all([machines.stop(), alone.stop()])
    files.stop()
  }
}
