import label from '#components/ui/label.module.css'
import {CONSENT_WORDS, ConsentButtons} from './consent-banner.tsx'
import styles from './privacy-page.module.css'

/** What is so about analytics, for the reader of this page. */
export type AnalyticsState =
  /** The site has none, so that there is nothing to choose. */
  {kind: 'unused'} | {kind: 'gpc' | 'unanswered' | 'yes' | 'no'; question: string}

export type StoredItemView = {
  name: string
  where: string
  setBy: string
  purpose: string
  lasts: string
  kind: 'needed' | 'analytics' | 'editors'
}

type CookiesPageProps = {
  state: AnalyticsState
  /** Whether the reader's browser sends Global Privacy Control. */
  gpc: boolean
  items: readonly StoredItemView[]
}

/** Every cookie of this site, and the choice about those that need one. */
export function CookiesPage({state, gpc, items}: CookiesPageProps) {
  const isUsed = state.kind !== 'unused'
  return (
    <div className={styles.page}>
      <h1>Cookies</h1>
      <p className={styles.lead}>
        You can read this site, buy and write to us without a single cookie. Here is everything that it may
        leave in a browser, and why.
      </p>
      <section className={styles.state} aria-labelledby="now">
        <p className={label.label} id="now">
          Right now
        </p>
        <p>
          <strong>{HEADLINES[state.kind]}</strong>
        </p>
        <State state={state} />
        {gpc && (
          <p>
            Your browser sends <a href="https://globalprivacycontrol.org/">Global Privacy Control</a>. We
            honour it: it counts as a no.
          </p>
        )}
      </section>
      <Items title="For everybody" items={items.filter(({kind}) => kind === 'needed')} />
      {isUsed ? (
        <Items
          title="Only after you accept analytics"
          items={items.filter(({kind}) => kind === 'analytics')}
        />
      ) : (
        <>
          <h2>Analytics</h2>
          <p className={styles.text}>
            Our privacy policy speaks of analytics such as Google Analytics. It is not in use. Before it ever
            is, this site will ask you, and nothing will be loaded or stored until you say yes.
          </p>
        </>
      )}
      <Items title="For people who edit this site" items={items.filter(({kind}) => kind === 'editors')} />
      <h2>How we count visits without cookies</h2>
      <p className={styles.text}>
        Our server notes each request for a page. Once a day those notes become sums, such as “the price page
        was read 40 times”, and after 30 days the notes are deleted. The sums say nothing about you.
      </p>
      <h2>When you pay</h2>
      <p className={styles.text}>
        Payment happens on a page of Stripe’s own, which sets cookies of its own to keep payments safe. Stripe
        lists them in its <a href="https://stripe.com/legal/cookies-policy">cookie policy</a>.
      </p>
    </div>
  )
}

const HEADLINES: Record<AnalyticsState['kind'], string> = {
  unused: 'There is nothing to agree to.',
  gpc: 'Analytics is off.',
  unanswered: 'Analytics is off: you have not been asked, or have not answered.',
  yes: 'Analytics is on: you accepted it.',
  no: 'Analytics is off: you rejected it.',
}

function State({state}: {state: AnalyticsState}) {
  if (state.kind === 'unused')
    return <p>This site uses no analytics, no advertising and nothing from other companies on its pages.</p>
  if (state.kind === 'gpc') return null
  return (
    <>
      <p>
        {state.kind === 'unanswered'
          ? CONSENT_WORDS.text
          : 'You can change your mind here, as often as you like.'}
      </p>
      <form action="/api/consent" method="post">
        <input type="hidden" name="question" value={state.question} />
        <ConsentButtons
          accept={state.kind === 'yes' ? 'Keep it on' : CONSENT_WORDS.accept}
          reject={
            state.kind === 'yes' ? 'Turn it off' : state.kind === 'no' ? 'Keep it off' : CONSENT_WORDS.reject
          }
        />
      </form>
      <noscript>
        <p>
          Your browser runs no scripts here, so nothing is loaded, whatever you choose. Your choice is kept
          all the same.
        </p>
      </noscript>
    </>
  )
}

function Items({title, items}: {title: string; items: readonly StoredItemView[]}) {
  return (
    <>
      <h2>{title}</h2>
      <ul className={styles.records}>
        {items.map(({name, where, setBy, purpose, lasts}) => (
          <li key={`${where} ${name}`}>
            <h3>
              <code>{name}</code>
            </h3>
            <div>
              <p>{purpose}</p>
              <dl className={styles.facts}>
                <Fact name="Kind" value={where} />
                <Fact name="Set by" value={setBy} />
                <Fact name="Lasts" value={lasts} />
              </dl>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

export function Fact({name, value}: {name: string; value: string}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
