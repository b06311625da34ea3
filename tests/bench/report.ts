import {mkdirSync, writeFileSync} from 'node:fs'
import {cpus, loadavg, release, totalmem} from 'node:os'
import {join} from 'node:path'
import Table from 'cli-table3'

export type Unit = 'ms' | '×' | 'B' | 'MB' | '/s' | 'count'

/** One line of a benchmark: a figure, and what it had to be when there is a goal. */
export type Finding = {
  what: string
  value: number
  unit: Unit
  /** The most that the value may be. */
  atMost?: number
  /** The least that the value may be. */
  atLeast?: number
}

/** One line that could not be had on this machine, with the reason in a few words. */
export type Unmeasured = {what: string; missing: string}

export type Line = Finding | Unmeasured

/** What was measured and on which machine, as `.local/bench/<name>.json` holds it. */
export type Report = {name: string; at: string; machine: string; lines: Line[]}

/** Shows the lines as a table and keeps them as JSON; tells whether every goal that was measured was reached. */
export function publish(name: string, lines: Line[], folder: string): boolean {
  const report: Report = {name, at: new Date().toISOString(), machine: describeMachine(), lines}
  mkdirSync(folder, {recursive: true})
  const path = join(folder, `${name}.json`)
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`)
  const table = new Table({
    head: [name, 'measured', 'goal', ''],
    style: {head: [], border: [], compact: true},
  })
  for (const line of lines) table.push(rowOf(line))
  console.log(`\n${table}\n${report.machine}\n${path}`)
  return lines.every((line) => 'missing' in line || isReached(line))
}

function rowOf(line: Line): string[] {
  if ('missing' in line) return [line.what, line.missing, '', 'not measured']
  const {what, value, unit, atMost, atLeast} = line
  const goal =
    atMost !== undefined
      ? `≤ ${withUnit(atMost, unit)}`
      : atLeast !== undefined
        ? `≥ ${withUnit(atLeast, unit)}`
        : ''
  return [what, withUnit(value, unit), goal, goal === '' ? '' : isReached(line) ? 'pass' : 'miss']
}

const isReached = ({value, atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY}: Finding) =>
  value <= atMost && value >= atLeast

function withUnit(value: number, unit: Unit): string {
  if (unit === 'count') return String(value)
  if (unit === 'B' || unit === '/s' || value >= 1000)
    return `${Math.round(value).toLocaleString('en-US')} ${unit}`
  return `${Number(value.toPrecision(3))} ${unit}`
}

/** The machine in a line, since figures of one say little about another; with what else it is doing. */
export function describeMachine(): string {
  const [cpu] = cpus()
  const parts = [
    `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${process.platform} ${release()}`,
    `Node ${process.versions.node}`,
    `load ${loadavg()[0]?.toFixed(1)}`,
  ]
  return parts.join(', ')
}
