/** The middle of some figures, in their own unit; the mean of the two in the middle when their number is even. */
export function median(figures: readonly number[]): number {
  if (figures.length === 0) throw new Error('There is no median of no figures.')
  const sorted = figures.toSorted((a, b) => a - b)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return middle.reduce((sum, figure) => sum + figure, 0) / middle.length
}

/** Runs something and gives how long it took, in milliseconds. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

/**
 * Measures several things in turns, so that what else the machine does falls on all of them alike, and each comes first
 * as often as last.
 *
 * @returns gives the median of each by its name
 */
export async function interleaved<Name extends string>(
  rounds: number,
  measures: Readonly<Record<Name, (round: number) => Promise<number>>>,
): Promise<(name: Name) => number> {
  const figures = new Map<string, number[]>()
  const entries = Object.entries<(round: number) => Promise<number>>(measures)
  for (let round = 0; round < rounds; round++)
    for (const [name, measure] of round % 2 === 0 ? entries : entries.toReversed())
      figures.set(name, [...(figures.get(name) ?? []), await measure(round)])
  return (name) => median(figures.get(name) ?? [])
}
