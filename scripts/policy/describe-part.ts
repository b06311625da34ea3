import {policyText} from '#lib/format/policy-text.ts'
import type {BodyMember} from '#lib/import/content.ts'

const NAMES: ReadonlyMap<string, string> = new Map([
  ['table', 'a table'],
  ['callout', 'a call-out'],
  ['figure', 'a picture'],
])

const LONGEST = 70

/** Names a part of a text that is not plain words, for a person who has to find it in the Studio. */
export function describePart(member: BodyMember): string {
  const words = policyText({body: [member]}).join(' / ')
  const name = NAMES.get(member._type) ?? `a part of the kind "${member._type}"`
  return words ? `${name}: "${words.slice(0, LONGEST)}${words.length > LONGEST ? '…' : ''}"` : name
}
