import type {ReactNode} from 'react'
import styles from './plain.module.css'

/** A page of a heading and a few words. */
export function Plain({title, children}: {title: string; children: ReactNode}) {
  return (
    <div className={styles.plain}>
      <h1>{title}</h1>
      {children}
    </div>
  )
}
