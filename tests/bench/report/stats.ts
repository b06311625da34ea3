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
