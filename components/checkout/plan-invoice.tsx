import type {ReactNode} from 'react'
import label from '#components/ui/label.module.css'
import styles from './plan-invoice.module.css'

type PlanInvoiceProps = {
  /** An anchor, unique on the page. */
  id?: string
  title?: string
  name: string
  badge: string | null
  features: readonly string[]
  /** Ready to be read: `US$99.00`. Left out while Stripe does not tell it; the buyer is shown it before they pay. */
  amount: string | undefined
  /** What stands where an invoice is signed. */
  children: ReactNode
}

/** The plan as an invoice with one line. */
export function PlanInvoice({
  id = 'invoice',
  title = 'Your order',
  name,
  badge,
  features,
  amount = 'Shown before you pay',
  children,
}: PlanInvoiceProps) {
  return (
    <article className={styles.sheet} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id} className={label.label}>
          {title}
        </h2>
        {badge && <p className={styles.badge}>{badge}</p>}
      </div>
      <table className={styles.lines}>
        <thead>
          <tr className={label.label}>
            <th scope="col">What you get</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>
              <strong>{name}</strong>
            </td>
            <td>{amount}</td>
          </tr>
          <tr className={styles.details}>
            <td colSpan={2}>
              <ul>
                {features.map((feature) => (
                  <li key={feature}>{feature}</li>
                ))}
              </ul>
            </td>
          </tr>
        </tbody>
        <tfoot>
          <tr className={styles.due}>
            <th scope="row">Due today, once</th>
            <td>{amount}</td>
          </tr>
          <tr className={styles.after}>
            <th scope="row">Due after that</th>
            <td>Nothing</td>
          </tr>
        </tfoot>
      </table>
      {children}
    </article>
  )
}
