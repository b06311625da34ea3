import label from '#components/ui/label.module.css'
import type {OrderView} from '#lib/format/order-status.ts'
import styles from './thanks.module.css'

/** What was ordered, like the fields of a form. */
export function OrderFacts({order}: {order: OrderView}) {
  const {orderId, planName, amount, email, status} = order
  const facts: [string, string | undefined][] = [
    ['Order', orderId],
    ['What', planName],
    [status === 'paid' ? 'Paid, once' : 'Amount', amount],
    ['Confirmation to', email],
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt className={label.label}>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
