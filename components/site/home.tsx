import button from '#components/ui/button.module.css'
import label from '#components/ui/label.module.css'
import {formatUsDate} from '#lib/format/us-date.ts'
import styles from './home.module.css'
import {PipeRun} from './pipe-run.tsx'

export type HomeProps = {
  name: string
  description: string | undefined
  plans: readonly {key: string; name: string; href: string}[]
  policies: readonly {
    key: string
    title: string
    href: string
    summary: string | null
    /** ISO date. */
    lastUpdated: string | null
  }[]
}

/** The front page: who this is, how to reach them, and the terms they work by. */
export function Home({name, description, plans, policies}: HomeProps) {
  return (
    <>
      <header className={styles.opening}>
        <h1>{name}</h1>
        {description && <p className={styles.lead}>{description}</p>}
        <p className={styles.actions}>
          {plans.map(({key, name: plan, href}) => (
            <a key={key} className={button.button} href={href}>
              Buy {plan}
            </a>
          ))}
          <a className={button.quiet} href="/contact">
            Contact us
          </a>
        </p>
        <PipeRun className={styles.pipe} />
      </header>
      {policies.length > 0 && (
        <section className={styles.papers} aria-labelledby="papers">
          <h2 id="papers" className={label.label}>
            In writing
          </h2>
          <ul>
            {policies.map(({key, title, href, summary, lastUpdated}) => (
              <li key={key}>
                <a href={href}>{title}</a>
                {summary && <p>{summary}</p>}
                {lastUpdated && (
                  <p className={styles.date}>
                    <span>Last updated</span> <time dateTime={lastUpdated}>{formatUsDate(lastUpdated)}</time>
                  </p>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
