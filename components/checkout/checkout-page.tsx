import type {ReactNode} from 'react'
import styles from './checkout-page.module.css'
import {NextSteps} from './next-steps.tsx'

type CheckoutPageProps = {
  name: string
  summary: string | null
  nextSteps: readonly string[]
  /** The invoice, or what stands in its place. */
  children: ReactNode
}

/** The page on which a plan is bought: its words on one side, the invoice on the other. */
export function CheckoutPage({name, summary, nextSteps, children}: CheckoutPageProps) {
  return (
    <div className={styles.page}>
      <header className={styles.opening}>
        <h1>{name}</h1>
        {summary && <p className={styles.summary}>{summary}</p>}
      </header>
      <div className={styles.sheet}>{children}</div>
      {nextSteps.length > 0 && (
        <div className={styles.next}>
          <NextSteps steps={nextSteps} />
        </div>
      )}
    </div>
  )
}
