import {headingParts} from '#lib/format/headings.ts'
import styles from './contents.module.css'
import type {PolicySection} from './sections.ts'

/** The list of a policy's sections, which stays in view on a wide screen. */
export function Contents({sections}: {sections: readonly PolicySection[]}) {
  return (
    <nav className={styles.contents} aria-labelledby="contents">
      <p id="contents" className={styles.label}>
        Contents
      </p>
      <ol className={styles.list}>
        {sections.map(({id, text}) => {
          const {number, words} = headingParts(text)
          return (
            <li key={id}>
              <a href={`#${id}`}>
                {number && <span className={styles.number}>{number} </span>}
                <span>{words}</span>
              </a>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
