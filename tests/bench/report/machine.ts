import {cpus, loadavg, release, totalmem} from 'node:os'

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
