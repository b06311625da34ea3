import {mkdirSync, writeFileSync} from 'node:fs'
import {cpus, totalmem} from 'node:os'
import {join} from 'node:path'
import Table from 'cli-table3'

/** One line of a benchmark: a figure, and what it had to be when there is a goal. */
export type Finding = {
  what: string
  value: number
  unit: 'ms' | '×' | 'count'
  /** The most that the value may be. */
  goal?: number
}

/** What was measured and on which machine, as `.local/bench/<name>.json` holds it. */
export type Report = {name: string; at: string; machine: string; findings: Finding[]}

/** The machine in a line, since figures of one say little about another. */
export function describeMachine(): string {
  const [cpu] = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory}, Node ${process.versions.node}`
}

/** Shows the findings as a table and keeps them as JSON; tells whether every goal was reached. */
export function publish(name: string, findings: Finding[], folder: string): boolean {
  const report: Report = {name, at: new Date().toISOString(), machine: describeMachine(), findings}
  mkdirSync(folder, {recursive: true})
  const path = join(folder, `${name}.json`)
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`)
  const table = new Table({head: [name, 'measured', 'goal', ''], style: {head: [], border: []}})
  for (const finding of findings) table.push([finding.what, shown(finding), goal(finding), verdict(finding)])
  console.log(`\n${table}\n${report.machine}\n${path}`)
  return findings.every(reached)
}

const reached = ({value, goal}: Finding) => goal === undefined || value <= goal

const verdict = (finding: Finding) => (finding.goal === undefined ? '' : reached(finding) ? 'pass' : 'miss')

const goal = ({goal, unit}: Finding) => (goal === undefined ? '' : `≤ ${withUnit(goal, unit)}`)

const shown = ({value, unit}: Finding) =>
  withUnit(unit === 'count' ? value : Number(value.toPrecision(3)), unit)

const withUnit = (value: number, unit: Finding['unit']) =>
  unit === 'ms' ? `${value} ms` : unit === '×' ? `${value} ×` : String(value)
