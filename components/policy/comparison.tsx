import type {ReactNode} from 'react'
import type {ComparedPassage} from '#lib/format/compare-texts.ts'
import {formatUsDate} from '#lib/format/dates.ts'
import type {VersionFacts} from '#lib/format/policy-version.ts'
import {versionPath} from '#lib/links/paths.ts'
import styles from './versions.module.css'

export type ComparisonProps = {
  title: string
  slug: string
  before: VersionFacts
  after: VersionFacts
  /** Whether both texts are what was published. */
  isSound: boolean
  passages: readonly ComparedPassage[]
}

/** Two versions of a text: what was added and removed is marked for eyes, and said for ears. */
export function Comparison({title, slug, before, after, isSound, passages}: ComparisonProps) {
  const changes = passages.filter(({change}) => change !== 'same').length
  return (
    <article className={styles.page}>
      <h1>
        {title}: version {before.number} to {after.number}
      </h1>
      <p className={styles.lead}>
        From <VersionLink slug={slug} version={before} /> to <VersionLink slug={slug} version={after} />:{' '}
        {changes === 0 ? 'the words are the same' : changes === 1 ? 'one change' : `${changes} changes`}.{' '}
        <a href={versionPath(slug)}>All versions</a>
      </p>
      {!isSound && (
        <p className={styles.alarm}>
          One of the two texts does not fit our record of it. Do not rely on this comparison.
        </p>
      )}
      <p className={styles.key} aria-hidden="true">
        <ins>Added</ins> <del>Removed</del>
      </p>
      <div className={styles.compared}>
        {stretches(passages).map(({id, passages: [first, ...others], isSame}) =>
          first === undefined ? null : isSame ? (
            <Unchanged key={id} passages={[first, ...others]} />
          ) : (
            <Changed key={id} passage={first} />
          ),
        )}
      </div>
    </article>
  )
}

function VersionLink({slug, version: {number, date}}: {slug: string; version: VersionFacts}) {
  return (
    <a href={versionPath(slug, number)}>
      version {number} ({formatUsDate(date)})
    </a>
  )
}

type Stretch = {id: string; passages: ComparedPassage[]; isSame: boolean}

/** Neighbouring passages that stayed as they were, together; each change by itself. */
function stretches(passages: readonly ComparedPassage[]): Stretch[] {
  const found: Stretch[] = []
  for (const [index, passage] of passages.entries()) {
    const isSame = passage.change === 'same'
    const last = found.at(-1)
    if (isSame && last?.isSame) last.passages.push(passage)
    else found.push({id: `passage-${index}`, passages: [passage], isSame})
  }
  return found
}

/** The page is made once and never changes, so a place is a name. */
const numbered = <Entry extends object>(entries: readonly Entry[]): (Entry & {id: string})[] =>
  entries.map((entry, index) => ({...entry, id: `${index}`}))

/** More passages that stayed as they were are folded away. */
const MAX_SHOWN = 3

function Unchanged({passages}: {passages: readonly ComparedPassage[]}) {
  const all = numbered(passages).map((passage) => (
    <Passage key={passage.id} passage={passage}>
      {wordsOf(passage)}
    </Passage>
  ))
  if (all.length <= MAX_SHOWN) return <>{all}</>
  return (
    <details className={styles.folded}>
      <summary>{all.length} passages without a change</summary>
      {all}
    </details>
  )
}

/** What is said before a change to people who listen, and written beside it where colour alone would not tell. */
const NAMES = {
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
  restyled: 'Same words, other layout or link',
} as const

function Changed({passage}: {passage: ComparedPassage}) {
  const name =
    passage.change === 'moved'
      ? passage.side === 'to'
        ? 'Moved here from elsewhere'
        : 'Stood here before it was moved'
      : passage.change === 'same'
        ? ''
        : NAMES[passage.change]
  return (
    <div className={styles.change}>
      <p className={styles.name}>{name}</p>
      <Passage passage={passage}>
        {passage.change === 'changed' ? (
          numbered(passage.words).map(({id, text, change}) => (
            <Marked key={id} change={change} isSpoken>
              {text}
            </Marked>
          ))
        ) : (
          <Marked change={markOf(passage)}>{wordsOf(passage)}</Marked>
        )}
      </Passage>
    </div>
  )
}

function markOf(passage: ComparedPassage): 'added' | 'removed' | undefined {
  return passage.change === 'added' || passage.change === 'removed' ? passage.change : undefined
}

const wordsOf = (passage: ComparedPassage) => ('text' in passage ? passage.text : '')

type MarkedProps = {
  change: 'added' | 'removed' | undefined
  children: string
  /** Many screen readers do not tell of `ins` and `del`, so it is said in words within a passage. */
  isSpoken?: boolean
}

function Marked({change, children, isSpoken}: MarkedProps) {
  if (change === undefined) return <>{children}</>
  const Mark = change === 'added' ? 'ins' : 'del'
  return (
    <Mark>
      {isSpoken && <span className={styles.spoken}>{change === 'added' ? ' [added: ' : ' [removed: '}</span>}
      {children}
      {isSpoken && <span className={styles.spoken}>] </span>}
    </Mark>
  )
}

/** Headings of the texts are no headings of the page: half of them may be gone. */
function Passage({passage: {kind}, children}: {passage: ComparedPassage; children: ReactNode}) {
  return <p className={styles[kind]}>{children}</p>
}
