import {diffArrays, diffWordsWithSpace} from 'diff'
import {canonicalJson, type LegalText} from './legal-text.ts'
import {readText, type TextBlock, type TextMember} from './portable-text.ts'

/** What a passage is: it is drawn and spoken as such. */
export type PassageKind = 'title' | 'heading' | 'paragraph' | 'item' | 'row'

/** Words within a changed passage. */
export type ComparedWords = {text: string; change?: 'added' | 'removed'}

/**
 * A passage of two texts that are compared. `moved`: the same words stand elsewhere in the other text, `from` where they were
 * or `to` where they are now. `restyled`: the same words with other marks, another link or another kind of passage.
 */
export type ComparedPassage = {kind: PassageKind; section: string} & (
  | {change: 'same' | 'restyled' | 'added' | 'removed'; text: string}
  | {change: 'moved'; side: 'from' | 'to'; text: string}
  | {change: 'changed'; words: ComparedWords[]}
)

type Passage = {
  kind: PassageKind
  text: string
  /** Words, marks and links as JSON: equal for passages that look the same. */
  form: string
  /** The heading of the section that it stands in. */
  section: string
}

/** Compares two versions of a text passage by passage, and changed passages word by word. */
export function compareTexts(before: LegalText, after: LegalText): ComparedPassage[] {
  const [old, fresh] = [passagesOf(before), passagesOf(after)]
  const chunks = diffArrays(
    old.map(({text}) => text),
    fresh.map(({text}) => text),
  )
  const compared: ComparedPassage[] = []
  let [oldAt, freshAt] = [0, 0]
  let gap: Gap = {removed: [], added: []}
  const gaps = [gap]
  const order: (Gap | ComparedPassage)[] = [gap]
  for (const {removed, added, count} of chunks) {
    if (removed) gap.removed.push(...old.slice(oldAt, oldAt + count))
    else if (added) gap.added.push(...fresh.slice(freshAt, freshAt + count))
    else {
      for (let index = 0; index < count; index += 1) {
        const [was, is] = [old[oldAt + index], fresh[freshAt + index]]
        if (was && is) order.push(same(was, is))
      }
      gap = {removed: [], added: []}
      gaps.push(gap)
      order.push(gap)
    }
    if (!added) oldAt += count
    if (!removed) freshAt += count
  }
  const moved = movedTexts(gaps)
  for (const entry of order) compared.push(...('change' in entry ? [entry] : compareGap(entry, moved)))
  return compared
}

/** What stands between two passages that both texts have. */
type Gap = {removed: Passage[]; added: Passage[]}

const same = (was: Passage, {kind, text, section, form}: Passage): ComparedPassage => ({
  kind,
  text,
  section,
  change: was.form === form ? 'same' : 'restyled',
})

/** Shorter passages, such as "and", may stand in two places by chance. */
const MIN_MOVED_CHARACTERS = 16

/** The words of passages that went in one place and came in another. */
function movedTexts(gaps: readonly Gap[]): ReadonlySet<string> {
  const gone = new Set(gaps.flatMap(({removed}) => removed.map(({text}) => text)))
  const come = gaps.flatMap(({added}) => added.map(({text}) => text))
  return new Set(come.filter((text) => text.length >= MIN_MOVED_CHARACTERS && gone.has(text)))
}

/** Below this share of common words, two passages are another passage and not a changed one. */
const MIN_LIKENESS = 0.4

function compareGap({removed, added}: Gap, moved: ReadonlySet<string>): ComparedPassage[] {
  const compared: ComparedPassage[] = []
  let rest = removed
  const drop = (passages: readonly Passage[]) => {
    for (const {kind, text, section} of passages)
      compared.push(
        moved.has(text)
          ? {kind, text, section, change: 'moved', side: 'from'}
          : {kind, text, section, change: 'removed'},
      )
  }
  for (const passage of added) {
    const {kind, text, section} = passage
    if (moved.has(text)) {
      compared.push({kind, text, section, change: 'moved', side: 'to'})
      continue
    }
    const at = rest.findIndex((other) => !moved.has(other.text) && likeness(other.text, text) >= MIN_LIKENESS)
    const words = at < 0 ? undefined : compareWords(rest[at]?.text ?? '', text)
    if (words === undefined) compared.push({kind, text, section, change: 'added'})
    else {
      drop(rest.slice(0, at))
      compared.push({kind, section, change: 'changed', words})
      rest = rest.slice(at + 1)
    }
  }
  drop(rest)
  return compared
}

/** The share of words that two passages have in common, from 0 to 1 (Dice's coefficient). */
function likeness(a: string, b: string): number {
  const [left, right] = [wordsIn(a), wordsIn(b)]
  const common = left.filter((word) => right.includes(word)).length
  return left.length + right.length === 0 ? 1 : (2 * common) / (left.length + right.length)
}

const wordsIn = (text: string): string[] => [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])]

/** Changes within one passage beyond which it is shown as removed and added: finding more takes long and reads badly. */
const MAX_EDITS = 2_000

function compareWords(before: string, after: string): ComparedWords[] | undefined {
  return diffWordsWithSpace(before, after, {maxEditLength: MAX_EDITS})?.map(
    ({value: text, added, removed}) => ({
      text,
      ...(added && {change: 'added' as const}),
      ...(removed && {change: 'removed' as const}),
    }),
  )
}

function passagesOf({title, contactEmail, body}: LegalText): Passage[] {
  let section = ''
  const passages = readText(body).members.flatMap((member) => {
    if (member._type === 'block' && member.style === 'h2' && !member.listItem) section = wordsOf(member)
    return passagesOfMember(member).map((passage) => ({...passage, section}))
  })
  const line = (kind: PassageKind, text: string): Passage => ({kind, text, form: text, section: ''})
  return [
    line('title', title),
    ...passages,
    ...(contactEmail === undefined ? [] : [line('paragraph', `Contact e-mail: ${contactEmail}`)]),
  ]
}

type Found = Omit<Passage, 'section'>

function passagesOfMember(member: TextMember): Found[] {
  switch (member._type) {
    case 'block':
      return [ofBlock(member)]
    case 'table':
      return [
        ...ofWords(member.caption),
        ...member.rows.map(
          ({cells}): Found => ({
            kind: 'row',
            text: cells.map((cell) => cell.map(wordsOf).join(' ')).join(' | '),
            form: canonicalJson(cells.map((cell) => cell.map((block) => ofBlock(block).form))),
          }),
        ),
      ]
    case 'callout':
      return [...ofWords(member.label), ...member.text.map(ofBlock)]
    case 'code':
      return ofWords(member.code)
    case 'figure':
      return ofWords(member.caption)
    case 'lastUpdatedMarker':
      return ofWords(member.label)
  }
}

const ofWords = (text: string | undefined): Found[] => (text ? [{kind: 'paragraph', text, form: text}] : [])

function ofBlock(block: TextBlock): Found {
  const {_key, ...form} = block
  const isHeading = block.style !== 'normal' && block.style !== 'blockquote'
  return {
    kind: block.listItem ? 'item' : isHeading ? 'heading' : 'paragraph',
    text: wordsOf(block),
    form: canonicalJson(form),
  }
}

const wordsOf = ({children}: TextBlock): string => children.map(({text}) => text).join('')

const MAX_SUGGESTION_CHARACTERS = 280

/** A few plain words about what changed, for an editor to begin from: which sections, and for one small change the words. */
export function suggestSummary(before: LegalText, after: LegalText): string {
  const changed = compareTexts(before, after).filter(({change}) => change !== 'same')
  if (changed.length === 0) return ''
  const sections = new Map<string, ComparedPassage[]>()
  for (const passage of changed)
    sections.set(passage.section, [...(sections.get(passage.section) ?? []), passage])
  const lines = [...sections].map(
    ([section, passages]) => `${section ? `“${section}”` : 'The beginning'}: ${describe(passages)}.`,
  )
  const text = lines.join(' ')
  if (text.length <= MAX_SUGGESTION_CHARACTERS) return text
  return `Changes in ${sections.size === 1 ? 'one section' : `${sections.size} sections`}: ${describe(changed)}.`
}

const MAX_QUOTED_CHARACTERS = 60

function describe(passages: readonly ComparedPassage[]): string {
  const [only, another] = passages
  if (only?.change === 'changed' && another === undefined) {
    const [gone, come] = (['removed', 'added'] as const).map((change) =>
      only.words
        .filter((words) => words.change === change)
        .map(({text}) => text.trim())
        .filter(Boolean),
    )
    const [was, is] = [gone?.join(' … ') ?? '', come?.join(' … ') ?? '']
    if (was.length + is.length <= MAX_QUOTED_CHARACTERS) {
      if (was && is) return `“${was}” is now “${is}”`
      if (was || is) return was ? `“${was}” was taken out` : `“${is}” was added`
    }
  }
  const counts = [
    count(passages, 'changed', 'passage changed', 'passages changed'),
    count(passages, 'added', 'passage added', 'passages added'),
    count(passages, 'removed', 'passage removed', 'passages removed'),
    // Each is counted where it stands now.
    count(
      passages.filter((passage) => passage.change !== 'moved' || passage.side === 'to'),
      'moved',
      'passage moved',
      'passages moved',
    ),
    count(
      passages,
      'restyled',
      'passage with another layout or link',
      'passages with another layout or link',
    ),
  ].filter(Boolean)
  return counts.join(', ') || 'passages moved to another section'
}

function count(
  passages: readonly ComparedPassage[],
  change: ComparedPassage['change'],
  one: string,
  many: string,
): string {
  const found = passages.filter((passage) => passage.change === change).length
  return found === 0 ? '' : `${found} ${found === 1 ? one : many}`
}
