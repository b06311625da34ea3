import {createInterface} from 'node:readline'
import type {Readable} from 'node:stream'
import CliTable from 'cli-table3'
import {z} from 'zod'

const stepSchema = z.object({
  part: z.string(),
  /** A command of the document, or in words what is looked at. */
  what: z.string(),
  outcome: z.enum(['done', 'failed', 'left out']),
  seconds: z.number(),
  /** What was seen, what went wrong, or why it was left out. */
  note: z.string(),
})

/** One step of a rehearsal, and what became of it. */
export type StepReport = z.infer<typeof stepSchema>

const MARK = '@step '

const wordsOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** Does the steps of a rehearsal one after the other, and prints what became of each for who reads the output. */
export class Report {
  #part = ''

  part(name: string): void {
    this.#part = name
  }

  /**
   * Does a step.
   *
   * @param seen says in words what came of it; words that the step returns, unless it is given
   * @throws what the step throws: those after it need it
   */
  async step<T>(what: string, act: () => Promise<T>, seen: (value: T) => string = wordsOf): Promise<T> {
    const start = performance.now()
    const write = (outcome: StepReport['outcome'], note: string) =>
      this.#write({part: this.#part, what, outcome, note, seconds: (performance.now() - start) / 1000})
    try {
      const value = await act()
      write('done', seen(value))
      return value
    } catch (error) {
      write('failed', error instanceof Error ? error.message : String(error))
      throw error
    }
  }

  leaveOut(what: string, why: string): void {
    this.#write({part: this.#part, what, outcome: 'left out', seconds: 0, note: why})
  }

  #write(step: StepReport): void {
    console.log(`${MARK}${JSON.stringify(step)}`)
  }
}

/** Reads the steps out of the output of a rehearsal, and hands every other line on. */
export async function readReport(output: Readable, onLine: (line: string) => void): Promise<StepReport[]> {
  const steps: StepReport[] = []
  for await (const line of createInterface(output)) {
    if (line.startsWith(MARK)) steps.push(stepSchema.parse(JSON.parse(line.slice(MARK.length))))
    else onLine(line)
  }
  return steps
}

const MARKS = {done: '✓', failed: '✗', 'left out': '–'} as const
const COLUMNS = {what: 72, note: 72}

/** The steps as a table for people. */
export function tableOf(steps: readonly StepReport[]): string {
  const table = new CliTable({
    head: ['', 'Step', 'Seconds', 'What was seen, or why not'],
    colWidths: [3, COLUMNS.what, 9, COLUMNS.note],
    colAligns: ['left', 'left', 'right', 'left'],
    wordWrap: true,
    style: {head: [], border: []},
    chars: {mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': ''},
  })
  let part = ''
  for (const step of steps) {
    if (step.part !== part) table.push(['', step.part.toUpperCase(), '', ''])
    part = step.part
    const seconds = step.outcome === 'left out' ? '' : step.seconds.toFixed(1)
    table.push([MARKS[step.outcome], step.what, seconds, step.note])
  }
  return table.toString()
}
