import {readdirSync, readFileSync} from 'node:fs'

const KB_IN_MB = 1024

/** Megabytes that a process holds now, and the most that it ever held. Linux only. */
export function memoryOf(pid: number): {now: number; most: number} {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0)
  return {now: field('VmRSS') / KB_IN_MB, most: field('VmHWM') / KB_IN_MB}
}

/** Megabytes that all processes of a group hold now, with what they share counted for each. */
export function groupMemory(group: number): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, pid) => sum + (groupOf(pid) === group ? safely(() => memoryOf(Number(pid)).now) : 0), 0)
}

function groupOf(pid: string): number {
  // The name of the program, in brackets, may hold anything.
  const stat = safely(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), '')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] ?? 0)
}

/** Processes come and go while they are looked at. */
function safely(read: () => number): number
function safely(read: () => string, otherwise: string): string
function safely(read: () => number | string, otherwise: number | string = 0): number | string {
  try {
    return read()
  } catch {
    return otherwise
  }
}
