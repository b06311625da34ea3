import {duration} from '../terminal.ts'

const SIGN_OF_LIFE_INTERVAL_MS = 10_000

/** How a long command reports what it is doing. Plain lines, which read well in a terminal and in a file. */
export type Progress = {
  /** Shows a step's title, what it says meanwhile, a sign of life every ten seconds, and how long it took. */
  step<Result>(title: string, work: (say: (line: string) => void) => Promise<Result>): Promise<Result>
  say(line: string): void
}

/** Progress on standard output. */
export function consoleProgress(print: (line: string) => void = console.log): Progress {
  return {
    say: print,
    async step(title, work) {
      print(`▸ ${title}`)
      const started = performance.now()
      const seconds = () => (performance.now() - started) / 1000
      const alive = setInterval(
        () => print(`    … still at it (${duration(seconds())})`),
        SIGN_OF_LIFE_INTERVAL_MS,
      )
      try {
        const result = await work((line) => print(`    ${line}`))
        print(`  ✓ ${duration(seconds())}`)
        return result
      } finally {
        clearInterval(alive)
      }
    },
  }
}
