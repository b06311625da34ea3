import label from '#components/ui/label.module.css'
import styles from './next-steps.module.css'

/** What happens after the payment, joint by joint along a pipe. */
export function NextSteps({steps}: {steps: readonly string[]}) {
  return (
    <section aria-labelledby="next-steps">
      <h2 id="next-steps" className={label.label}>
        What happens next
      </h2>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  )
}
