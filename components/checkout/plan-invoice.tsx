import type {ReactNode} from 'react'
import label from '#components/ui/label.module.css'
import styles from './plan-invoice.module.css'

type PlanInvoiceProps = {
  name: string
  badge: string | null
  features: readonly string[]
  /** Ready to be read: `US$99.00`. */
  amount: string
  /** What stands where an invoice is signed. */
  children: ReactNode
}

/** The plan as an invoice with one line. */
export function PlanInvoice({name, badge, features, amount, children}: PlanInvoiceProps) {
  return (
    <section className={styles.sheet} aria-labelledby="invoice">
      <div className={styles.head}>
        <h2 id="invoice" className={label.label}>
          Your order
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
              <ul>
                {features.map((feature) => (
                  <li key={feature}>{feature}</li>
                ))}
              </ul>
            </td>
            <td>{amount}</td>
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
    </section>
  )
}
