import type {PolicyBody} from '#sanity/types.gen.ts'
import {policyText} from '../format/policy-text.ts'
import type {Decorator, Run, StoredContent, TextBlock} from './content.ts'
import {mergeRuns} from './runs.ts'

const DECORATORS: ReadonlySet<string> = new Set<Decorator>(['strong', 'em', 'code'])
const isDecorator = (mark: string): mark is Decorator => DECORATORS.has(mark)

/**
 * What a stored body says, without the keys and the cuts between spans that editing leaves behind: two bodies
 * read the same to a visitor exactly when this is equal.
 */
export function storedContent(body: PolicyBody): StoredContent[] {
  return body.map((member): StoredContent => {
    if (member._type === 'lastUpdatedMarker') return {label: member.label ?? ''}
    if (member._type === 'table' && !member.caption)
      return {rows: (member.rows ?? []).map(({cells}) => cells ?? [])}
    if (member._type !== 'block') return {part: member._type, words: policyText({body: [member]})}
    const {style = 'normal', listItem, level} = member
    return {style, ...(listItem && {listItem, level: level ?? 1}), runs: storedRuns(member)}
  })
}

function storedRuns({children = [], markDefs}: TextBlock): Run[] {
  const hrefs = new Map((markDefs ?? []).map(({_key, href}) => [_key, href ?? '']))
  return mergeRuns(
    children.map(({text = '', marks = []}) => {
      const link = marks.find((mark) => hrefs.has(mark))
      const href = link === undefined ? undefined : hrefs.get(link)
      return {text, decorators: marks.filter(isDecorator).sort(), ...(href !== undefined && {href})}
    }),
  )
}
