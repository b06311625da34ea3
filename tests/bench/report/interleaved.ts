import {median} from './stats.ts'

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
