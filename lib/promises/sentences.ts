import type {TextMember} from '../format/portable-text.ts'

/** Where a sentence ends: before the next one's first letter. "e.g., Stripe" goes on. */
const END = /(?<=[.!?])\s+(?=[\p{Lu}\p{N}"“(])/u

/** Blocks that say nothing by themselves. */
const HEADINGS: ReadonlySet<string> = new Set(['subtitle', 'h2', 'h3', 'h4'])

/** The sentences of a text in their order, headings left out. Words before a colon belong to the sentence after it. */
export function sentencesOf(members: readonly TextMember[]): string[] {
  return members.flatMap((member) => {
    if (member._type === 'callout') return sentencesOf(member.text)
    if (member._type !== 'block' || HEADINGS.has(member.style)) return []
    return plain(member.children.map(({text}) => text).join(''))
      .split(END)
      .filter((sentence) => sentence !== '')
  })
}

/** A sentence as it is compared: spaces and the shape of quotation marks change no meaning. */
export function plain(text: string): string {
  return text
    .replace(/[\u200b-\u200f\u2060-\u2064\ufeff]/g, '')
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
}
