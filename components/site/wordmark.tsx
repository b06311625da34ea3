import styles from './wordmark.module.css'

/** The name of the site behind its sign, a bent pipe, leading home. */
export function Wordmark({name}: {name: string}) {
  return (
    <a className={styles.wordmark} href="/">
      <svg className={styles.sign} viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <path d="M4 9h11a8 8 0 0 1 8 8v11" fill="none" stroke="currentColor" strokeWidth="5" />
        <path
          d="M4 3.5v11M17.5 28h11"
          fill="none"
          stroke="currentColor"
          strokeWidth="3"
          strokeLinecap="round"
        />
      </svg>
      <span>{name}</span>
    </a>
  )
}
