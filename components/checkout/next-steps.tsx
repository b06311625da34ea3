import label from '#components/ui/label.module.css'
import styles from './next-steps.module.css'

type NextStepsProps = {
  /** An anchor, unique on the page. */
  id?: string
  title?: string
  steps: readonly string[]
}

/** What comes one after the other, joint by joint along a pipe. */
export function NextSteps({id = 'next-steps', title = 'What happens next', steps}: NextStepsProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={label.label}>
        {title}
      </h2>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  )
}
