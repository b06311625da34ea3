import label from '#components/ui/label.module.css'
import {formatUsDate} from '#lib/format/dates.ts'
import privacy from './privacy-page.module.css'
import styles from './proof-page.module.css'

export type ProofView = {
  id: string
  title: string
  sentences: readonly string[]
  kept: string
  state: 'proved' | 'failed' | 'not-run'
  /** Tests that passed. */
  tests: number
  /** When they ran, ISO date and time. */
  at: string | undefined
  /** Whether the policy that is published still says it. */
  isSaid: boolean
}

type ProofPageProps = {
  sections: readonly {number: number; title: string; promises: readonly ProofView[]}[]
  /** Sentences of the published policy that nothing is bound to. */
  unbound: readonly string[]
  keptFor: readonly {what: string; time: string; why: string}[]
}

/** Every promise of the privacy policy: what keeps it, and when that was last proved. */
export function ProofPage({sections, unbound, keptFor}: ProofPageProps) {
  const promises = sections.flatMap((section) => section.promises)
  const proved = promises.filter(({state}) => state === 'proved')
  const isWhole = proved.length === promises.length
  return (
    <div className={`${privacy.page} ${styles.proof}`}>
      <h1>How we keep our word</h1>
      <p className={privacy.lead}>
        Our <a href="/privacy">privacy policy</a> makes {promises.length} promises. Each is kept by something
        that this site does, and tested before a new version of the site goes out. Here is all of it.
      </p>
      <section className={privacy.state} aria-labelledby="sum">
        <p className={label.label} id="sum">
          The site that you are reading
        </p>
        <p>
          <strong>
            {proved.length} of {promises.length} promises proved
          </strong>
        </p>
        <p>
          {isWhole
            ? 'Every test of every promise ran against this very version of the site, and passed.'
            : 'A promise counts as proved when all of its tests ran against this very version of the site and passed. For the others it says below that they did not.'}
        </p>
      </section>
      {unbound.length > 0 && <Unbound sentences={unbound} />}
      {sections.map(({number, title, promises}) => (
        <section key={number} className={styles.section} aria-labelledby={`section-${number}`}>
          <h2 id={`section-${number}`}>
            {number > 0 && <span className={styles.number}>{number}.</span>} {title}
          </h2>
          <ul className={styles.promises}>
            {promises.map((promise) => (
              <PromiseItem key={promise.id} promise={promise} />
            ))}
          </ul>
        </section>
      ))}
      <KeptFor rows={keptFor} />
      <p className={privacy.text}>
        See also <a href="/cookies">every cookie</a> and{' '}
        <a href="/privacy/providers">everybody who helps us</a>.
      </p>
    </div>
  )
}

function PromiseItem({promise: {id, title, sentences, kept, isSaid, ...proof}}: {promise: ProofView}) {
  return (
    <li id={id}>
      <div>
        <h3>{title}</h3>
        <Stamp {...proof} />
      </div>
      <div>
        <blockquote className={styles.said}>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </blockquote>
        {!isSaid && (
          <p className={styles.changed}>
            The policy that is published says this in other words, or no longer.
          </p>
        )}
        <p className={styles.kept}>
          <b>How it is kept.</b> {kept}
        </p>
      </div>
    </li>
  )
}

/** What became of the tests of a promise. Words, so that nothing depends on a colour. */
function Stamp({state, tests, at}: Pick<ProofView, 'state' | 'tests' | 'at'>) {
  if (state !== 'proved' || at === undefined)
    return (
      <p className={styles.open}>
        {state === 'failed' ? 'A test of it failed on this version' : 'Not run on this version'}
      </p>
    )
  const day = at.slice(0, 10)
  return (
    <p className={styles.proved}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path
          d="M2.5 8.5 6 12l7.5-8"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.25"
          strokeLinecap="round"
        />
      </svg>
      <span>
        Proved <time dateTime={at}>{formatUsDate(day)}</time> by {tests} {tests === 1 ? 'test' : 'tests'}
      </span>
    </p>
  )
}

function Unbound({sentences}: {sentences: readonly string[]}) {
  return (
    <section aria-labelledby="unbound">
      <h2 id="unbound">Said in the policy, not tested yet</h2>
      <p className={privacy.text}>
        The policy was changed since these tests were written. We stand by these words too; no test watches
        over them yet.
      </p>
      <blockquote className={styles.said}>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </blockquote>
    </section>
  )
}

function KeptFor({rows}: {rows: ProofPageProps['keptFor']}) {
  return (
    <section aria-labelledby="kept-for">
      <h2 id="kept-for">What is kept, and for how long</h2>
      <ul className={privacy.records}>
        {rows.map(({what, time, why}) => (
          <li key={what}>
            <h3>{what}</h3>
            <div>
              <p>{time}</p>
              <p className={styles.why}>{why}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
