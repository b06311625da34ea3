import type {ReactNode} from 'react'
import styles from './plain-page.module.css'

/** A page of a heading and a few words. */
export function PlainPage({title, children}: {title: string; children: ReactNode}) {
  return (
    <div className={styles.plain}>
      <h1>{title}</h1>
      {children}
    </div>
  )
}

/** The page for an address that no document has. */
export function PageNotFound() {
  return (
    <PlainPage title="There is no page here">
      <p>The address may have been mistyped, or the page may have moved or been taken down.</p>
      <p>
        <a href="/">Start from the front page</a> or <a href="/contact">tell us what you were looking for</a>.
      </p>
    </PlainPage>
  )
}
