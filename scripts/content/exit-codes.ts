/** How a command of the content ended, for the shell and for whoever automates it. */
export const EXIT = {
  done: 0,
  /** The file has problems; nothing was written. */
  problems: 1,
  /** The command, its options or its variables are wrong; nothing was written. */
  usage: 2,
  /** The Content Lake refused or did not answer. */
  service: 3,
  /** An editor's changes, or another document, are in the way; nothing was written. */
  conflict: 4,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
