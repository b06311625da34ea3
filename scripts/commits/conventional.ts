const TYPES = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test']
const SHAPE = new RegExp(`^(${TYPES.join('|')})(\\([a-z0-9, /-]+\\))?!?: \\S.*[^.\\s]$`)

/** Whether a commit's first line follows https://www.conventionalcommits.org/en/v1.0.0/ and ends without a dot. */
export function isConventional(subject: string): boolean {
  return SHAPE.test(subject) || subject.startsWith('Revert "')
}
