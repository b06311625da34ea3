import type {Letter} from './letter.ts'

/** A letter as plain text. Every address stands alone on its line, so that mail programs make it a link whole. */
export function letterText({heading, paragraphs, facts, action, closing}: Letter, signature: string): string {
  const width = Math.max(0, ...facts.map(([label]) => label.length))
  const blocks = [
    heading,
    ...paragraphs,
    action && `${action.label}:\n${action.url}\n${action.note}`,
    facts.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join('\n'),
    ...closing,
    `-- \n${signature}`,
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}
