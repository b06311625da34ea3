import {textAnchors} from '#lib/format/anchors.ts'
import type {TextBlock, TextMember} from '#lib/format/portable-text.ts'

export type PolicySection = {
  /** The section's anchor, unique on the page. */
  id: string
  heading: TextBlock
  /** The words of the heading without marks. */
  text: string
  members: readonly TextMember[]
}

export type PolicyParts = {
  /** The text's own heading, when it begins with one. */
  subtitle: TextBlock | undefined
  /** What stands before the first section. */
  opening: readonly TextMember[]
  sections: PolicySection[]
  /** Ids of the page's title, for links of the text that lead to it. */
  titleIds: readonly string[]
}

/** Ids that the page around a policy uses. */
const TAKEN = ['main', 'contents']

/**
 * Parts a policy's text at its section headings. Nothing is left out and the order stays. Every heading has anchors: its own,
 * and those by which links of the text reach it.
 */
export function policyParts(text: readonly TextMember[], title: string): PolicyParts {
  const {ids, title: titleIds} = textAnchors(text, {title, taken: TAKEN})
  const body = text.map((member) => {
    const anchors = ids.get(member._key)
    return isBlock(member) && anchors ? {...member, anchors: [...anchors]} : member
  })
  const [first, ...others] = body
  const subtitle = first && isBlock(first) && first.style === 'subtitle' ? first : undefined
  const members = subtitle ? others : body
  const starts = members.flatMap((member, index) =>
    isSectionHeading(member) ? [{heading: member, index}] : [],
  )
  const texts = starts.map(({heading}) => plainText(heading))
  return {
    subtitle,
    titleIds,
    opening: members.slice(0, starts[0]?.index),
    sections: starts.map(({heading, index}, nth) => ({
      id: heading.anchors?.[0] ?? '',
      heading,
      text: texts[nth] ?? '',
      members: members.slice(index + 1, starts[nth + 1]?.index),
    })),
  }
}

const isBlock = (member: TextMember): member is TextBlock => member._type === 'block'

const isSectionHeading = (member: TextMember): member is TextBlock =>
  isBlock(member) && member.style === 'h2' && member.listItem === undefined

const plainText = ({children}: TextBlock) => children.map(({text}) => text).join('')

/**
 * The section that tells how to reach the business: the last one whose heading speaks of contact, since a policy
 * speaks of "contact information" before it ends with "Contact us"; nothing when there is none.
 */
export function contactSection(sections: readonly PolicySection[]): PolicySection | undefined {
  return sections.findLast(({text}) => /\bcontact\b/i.test(text))
}
