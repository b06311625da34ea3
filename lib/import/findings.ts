/**
 * Something in a file that a person should know of.
 *
 * - `refused`: it cannot be brought in, and so the file is not.
 * - `leftover`: a template should have filled it in. The file is brought in as a draft, and not published.
 * - `note`: it was left out, moved or read in a certain way. No words are lost.
 */
export type Finding = {
  severity: 'refused' | 'leftover' | 'note'
  /** The file's line, counted from 1. */
  line: number
  /** What stands there, as it stands there. */
  what: string
  /** Why it matters and what to do, in a sentence that is the same for every finding of its kind. */
  about: string
}

/** Where something stands in the file, as the parsers of unified say it; what a parser of HTML adds has no place. */
type Placed = {position?: {start?: {line?: number}} | undefined}

/** The line of the file at which something begins, from 1. */
export const lineOf = ({position}: Placed): number => position?.start?.line ?? 1

/** Collects what is found in a file, so that one summary can name all of it. */
export class Findings {
  readonly #found = new Map<string, Finding>()

  add(severity: Finding['severity'], place: number | Placed, what: string, about: string): void {
    const line = typeof place === 'number' ? place : lineOf(place)
    this.#found.set(JSON.stringify([severity, line, what, about]), {severity, line, what, about})
  }

  /** Every finding once: the refused first, then leftovers, then notes, each in the order of the file. */
  list(): Finding[] {
    const order = ['refused', 'leftover', 'note']
    return [...this.#found.values()].toSorted(
      (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.line - b.line,
    )
  }
}

const MAX_NAMED = 12

/** A file's findings as a person reads them: a sentence for each kind, with the lines and what stands there. */
export function summarise(findings: readonly Finding[]): string[] {
  const kinds = Map.groupBy(findings, ({severity, about}) => `${severity} ${about}`)
  return [...kinds.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const lines = Map.groupBy(group, ({line}) => line)
    const named = [...lines].slice(0, MAX_NAMED).map(([line, found]) => {
      const whats = [...new Set(found.map(({what}) => what).filter(Boolean))]
      return `line ${line}${whats.length > 0 ? `: ${whats.join('  ')}` : ''}`
    })
    const more = lines.size - named.length
    return [
      `${HEADS[first.severity]} ${first.about}`,
      ...named.map((name) => `    ${name}`),
      ...(more > 0 ? [`    and ${more} more lines`] : []),
    ]
  })
}

const HEADS = {refused: 'Not possible:', leftover: 'To fill in:', note: 'Note:'} as const
