import {Fact} from './cookies-page.tsx'
import styles from './privacy-page.module.css'

type ProviderView = {
  id: string
  service: string
  name: string | undefined
  purpose: string | undefined
  data: string | undefined
  place: string | undefined
  url: string | null
}

/** Everybody who helps to run the business and may get information of clients for it. */
export function ProvidersPage({providers}: {providers: readonly ProviderView[]}) {
  return (
    <div className={styles.page}>
      <h1>Who helps us</h1>
      <p className={styles.lead}>
        We do not sell your information. These companies help us run the business, and each gets only what its
        work needs. Our server connects to theirs and to no others.
      </p>
      <ul className={styles.records}>
        {providers.map(({id, service, name, purpose, data, place, url}) => (
          <li key={id}>
            <h2>{name ?? service}</h2>
            <div>
              {purpose && <p>{purpose}</p>}
              <dl className={styles.facts}>
                {name && <Fact name="For" value={service} />}
                {place && <Fact name="In" value={place} />}
              </dl>
              {data && (
                <p>
                  <b>What it gets.</b> {data}
                </p>
              )}
              {url && (
                <p>
                  <a href={url}>Its privacy policy</a>
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      <p className={styles.text}>
        What we promise about this stands in section 3 of our <a href="/privacy">privacy policy</a>.
      </p>
    </div>
  )
}

/** From the privacy policy to what stands behind it. */
export function BehindThePolicy() {
  return (
    <nav className={styles.behind} aria-label="Behind this policy">
      <a href="/privacy/proof">How we keep each of these promises</a>
      <a href="/cookies">Cookies</a>
      <a href="/privacy/providers">Who helps us</a>
    </nav>
  )
}
