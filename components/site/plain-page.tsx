import type {ReactNode} from 'react'
import halves from '#components/ui/halves.module.css'
import styles from './plain-page.module.css'

type PlainPageProps = {
  title: string
  children: ReactNode
  /** What comes next, beside the words on a wide screen. */
  beside?: ReactNode
}

/** A page of a heading and a few words. */
export function PlainPage({title, children, beside}: PlainPageProps) {
  const words = (
    <div className={styles.plain}>
      <h1>{title}</h1>
      {children}
    </div>
  )
  if (!beside) return words
  return (
    <div className={halves.halves}>
      {words}
      <div className={`${halves.sheet} ${styles.beside}`}>{beside}</div>
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
