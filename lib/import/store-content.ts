import type {PolicyBody} from '#sanity/types.gen.ts'
import {pairWithPrevious} from './align.ts'
import type {BodyMember, Content, Run, TextContent} from './content.ts'
import {contentDigest, contentKey} from './digest.ts'

/**
 * Writes content as portable text.
 *
 * A member's key comes from what it says and from how many members before it say the same, so the same content
 * has the same keys every time. Where a previous body is given, members that say the same are taken over as they
 * are and members that changed keep their keys: a comparison then shows changed words, not a replaced text.
 */
export function storeContent(contents: readonly Content[], previous: PolicyBody = []): PolicyBody {
  const taken = new Set(previous.map(({_key}) => _key))
  const pairs = pairWithPrevious(contents, previous)
  return contents.map((content, index) => {
    const pair = pairs.get(index)
    if (pair?.same) return pair.member
    const key = (!('rows' in content) && pair?.member._key) || freshKey(contentDigest(content), taken)
    taken.add(key)
    return storeMember(key, content)
  })
}

function freshKey(digest: string, taken: ReadonlySet<string>): string {
  let copy = 1
  while (taken.has(contentKey(digest, copy))) copy += 1
  return contentKey(digest, copy)
}

function storeMember(key: string, content: Content): BodyMember {
  if ('label' in content) return {_type: 'lastUpdatedMarker', _key: key, label: content.label}
  if ('rows' in content) return {_type: 'table', _key: key, rows: storeRows(key, content.rows)}
  const {style, listItem, level, runs} = content
  return {_type: 'block', _key: key, style, ...(listItem && {listItem, level}), ...storeRuns(key, runs)}
}

function storeRows(key: string, rows: readonly string[][]) {
  return rows.map((cells, index) => ({_type: 'tableRow' as const, _key: `${key}r${index}`, cells}))
}

function storeRuns(key: string, runs: TextContent['runs']) {
  const hrefs = [...new Set(runs.flatMap(({href}) => (href === undefined ? [] : [href])))]
  const linkKey = (href: string) => `${key}l${hrefs.indexOf(href)}`
  const marks = ({decorators, href}: Run) => [...decorators, ...(href === undefined ? [] : [linkKey(href)])]
  return {
    markDefs: hrefs.map((href) => ({_type: 'link' as const, _key: linkKey(href), href})),
    children: runs.map((run, index) => ({
      _type: 'span' as const,
      _key: `${key}s${index}`,
      text: run.text,
      marks: marks(run),
    })),
  }
}
