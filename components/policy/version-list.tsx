import label from '#components/ui/label.module.css'
import {formatUsDate} from '#lib/format/dates.ts'
import type {VersionFacts, VersionState} from '#lib/format/policy-version.ts'
import {comparisonPath, feedPath, versionPath} from '#lib/links/paths.ts'
import styles from './versions.module.css'

/** How far a version fits what the site sealed when it first saw it. */
type Seal = 'sealed' | 'changed' | 'unsealed'

export type VersionListProps = {
  title: string
  slug: string
  isPublished: boolean
  /** The newest first. */
  entries: readonly {version: VersionFacts; state: VersionState; seal: Seal}[]
  /** Numbers of versions that were sealed and are there no more. */
  missing: readonly number[]
}

export const STATE_WORDS: Readonly<Record<VersionState, string>> = {
  'in-force': 'In force now',
  upcoming: 'Still to come',
  past: 'Replaced',
  withdrawn: 'Withdrawn before it took effect',
  overtaken: 'Replaced before it took effect',
}

const KIND_WORDS: Readonly<Record<VersionFacts['kind'], string>> = {
  first: 'First version',
  meaning: 'Changes what the text means',
  spelling: 'Spelling or layout only',
}

/** Every version of a policy, the newest first, with what changed in each. */
export function VersionList({title, slug, isPublished, entries, missing}: VersionListProps) {
  return (
    <article className={styles.page}>
      <h1>Versions of the {title}</h1>
      <p className={styles.lead}>
        Every text that was ever published here, word for word.{' '}
        {isPublished ? (
          <a href={`/${slug}`}>Read the one in force</a>
        ) : (
          'This policy is not published at the moment.'
        )}
      </p>
      {missing.length > 0 && (
        <p className={styles.alarm}>
          Of version {missing.join(', ')} we hold a record, but its text is gone. We are looking into it.
        </p>
      )}
      <ol className={styles.list} reversed>
        {entries.map(({version, state, seal}) => {
          const {number, date, effectiveOn, summary, kind} = version
          return (
            <li key={number} className={styles.entry}>
              <h2>
                <a href={versionPath(slug, number)}>Version {number}</a>
              </h2>
              <p className={label.label}>
                {STATE_WORDS[state]} · {KIND_WORDS[kind]}
              </p>
              <p>{summary}</p>
              <p className={styles.quiet}>
                {state === 'upcoming' && effectiveOn ? 'In force from' : 'Last updated'}{' '}
                <time dateTime={date}>{formatUsDate(date)}</time>
                {number > 1 && (
                  <>
                    {' · '}
                    <a href={comparisonPath(slug, number - 1, number)}>
                      What changed<span className={styles.spoken}> in version {number}</span>
                    </a>
                  </>
                )}
              </p>
              {seal !== 'sealed' && (
                <p className={styles.alarm}>
                  This text does not fit our record of it. Do not rely on it; we are looking into it.
                </p>
              )}
            </li>
          )
        })}
      </ol>
      <p className={styles.quiet}>
        Follow changes by <a href={feedPath(slug)}>Atom feed</a>. For programs:{' '}
        <a href={`${versionPath(slug)}.json`}>the same as JSON</a>.
      </p>
    </article>
  )
}
