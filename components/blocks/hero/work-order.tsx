import label from '#components/ui/label.module.css'
import type {BlockOf} from '../block.ts'
import styles from './work-order.module.css'

/** The order that came out of the conversation, as the tear-off part of the same ticket. */
export function WorkOrder({workOrder}: Pick<BlockOf<'hero'>, 'workOrder'>) {
  const rows = workOrder?.rows?.filter(({name, value}) => name && value)
  if (!rows?.length) return null
  return (
    <div className={styles.order}>
      {workOrder?.title && <p className={styles.title}>{workOrder.title}</p>}
      <dl className={styles.rows}>
        {rows.map(({_key, name, value}) => (
          <div key={_key}>
            <dt className={label.label}>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
