import {formatUsDate} from '#lib/format/dates.ts'
import styles from './policy-article.module.css'

type LastUpdatedProps = {
  label: string
  /** ISO date. */
  date: string | null
}

/** The line that tells when a policy's text was last changed. */
export function LastUpdated({label, date}: LastUpdatedProps) {
  return (
    <p className={styles.updated}>
      <strong>{label}</strong> {date && <time dateTime={date}>{formatUsDate(date)}</time>}
    </p>
  )
}
