const TYPES = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test']
const LONGEST = 100
const SHAPE = new RegExp(`^(${TYPES.join('|')})(\\([a-z0-9, /-]+\\))?!?: \\S.*[^.\\s]$`)

/** Whether a commit's first line follows https://www.conventionalcommits.org/en/v1.0.0/, fits a line, ends without a dot. */
export function isConventional(subject: string): boolean {
  return subject.length <= LONGEST && (SHAPE.test(subject) || subject.startsWith('Revert "'))
}
