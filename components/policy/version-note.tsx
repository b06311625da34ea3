import {formatUsDate} from '#lib/format/dates.ts'
import type {VersionFacts, VersionState} from '#lib/format/policy-version.ts'
import {comparisonPath, versionPath} from '#lib/links/paths.ts'
import {STATE_WORDS} from './version-list.tsx'
import styles from './versions.module.css'

type Seal = {state: 'sealed' | 'changed'; sealedAt: Date; hash: string} | {state: 'unsealed'}

type VersionNoteProps = {
  version: VersionFacts
  state: VersionState
  seal: Seal
  slug: string
  /** Of all versions. */
  numbers: readonly number[]
}

/** What stands above the text of one version: which it is, whether it is what was published, and how to check that. */
export function VersionNote({version, state, seal, slug, numbers}: VersionNoteProps) {
  const {number, effectiveOn, summary, hash} = version
  const path = versionPath(slug, number)
  const others = numbers.filter((other) => other !== number)
  return (
    <aside className={styles.note} aria-label="About this version">
      <p>
        <strong>
          Version {number}. {STATE_WORDS[state]}
          {state === 'upcoming' && effectiveOn && `: in force from ${formatUsDate(effectiveOn)}`}.
        </strong>{' '}
        {summary}
      </p>
      {seal.state === 'changed' && (
        <p className={styles.alarm}>
          <strong>This is not version {number} as we published it.</strong> The text below, or what is said
          about it, was changed since we sealed it on {day(seal.sealedAt)}. Do not rely on it; we are looking
          into it.
        </p>
      )}
      {seal.state === 'unsealed' && (
        <p className={styles.alarm}>
          <strong>We have no record of publishing this text.</strong> Do not rely on it; we are looking into
          it.
        </p>
      )}
      <p className={styles.quiet}>
        <a href={versionPath(slug)}>All versions</a>
        {state !== 'in-force' && (
          <>
            {' · '}
            <a href={`/${slug}`}>The text in force</a>
          </>
        )}
        {' · '}
        <a href={`${path}.md`}>Markdown</a>
        {' · '}
        <a href={`${path}.json`}>JSON</a>
      </p>
      {others.length > 0 && (
        <p className={styles.quiet}>
          Compare with{' '}
          {others.map((other, index) => (
            <span key={other}>
              {index > 0 && ', '}
              <a href={comparisonPath(slug, number, other)}>version {other}</a>
            </span>
          ))}
        </p>
      )}
      <details className={styles.quiet}>
        <summary>Check that this text was never changed</summary>
        <p>
          Fingerprint of the text (SHA-256): <code className={styles.hash}>{hash}</code>
        </p>
        {seal.state === 'sealed' && (
          <p>
            We wrote it on {day(seal.sealedAt)} into a register of which no line can be changed or removed.
          </p>
        )}
        {seal.state === 'changed' && (
          <p>
            In our register stands: <code className={styles.hash}>{seal.hash}</code>
          </p>
        )}
        <p>
          <a href={`${path}.json`}>The JSON</a> holds the text and says how the fingerprint is made.
        </p>
      </details>
    </aside>
  )
}

const day = (moment: Date) => formatUsDate(moment.toISOString().slice(0, 10))

type InForceNoteProps = {
  slug: string
  version: VersionFacts
  upcoming: readonly VersionFacts[]
}

/** What stands above a policy: which version it is, and what is to come. */
export function InForceNote({slug, version, upcoming}: InForceNoteProps) {
  const [next] = upcoming
  return (
    <>
      {next?.effectiveOn && (
        <aside className={styles.note} aria-label="A new version is coming">
          <p>
            <strong>
              A new version takes effect on{' '}
              <time dateTime={next.effectiveOn}>{formatUsDate(next.effectiveOn)}</time>.
            </strong>{' '}
            {next.summary}{' '}
            <a href={comparisonPath(slug, version.number, next.number)}>See what will change</a>
          </p>
        </aside>
      )}
      {/* Not a part of the text, which stands here word for word. */}
      <nav className={styles.which} aria-label="Versions of this text">
        Version {version.number} · <a href={versionPath(slug)}>All versions</a>
      </nav>
    </>
  )
}
