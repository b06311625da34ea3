import styles from './skip-link.module.css'

/** The first stop of the keyboard: past the menu, to what the page is about. */
export function SkipLink() {
  return (
    <a className={styles.skip} href="#main">
      Skip to the text
    </a>
  )
}
