import button from '#components/ui/button.module.css'
import type {OrderStatus} from '#lib/format/order-status.ts'
import {OrderFacts} from './order-facts.tsx'
import {OrderNext} from './order-next.tsx'
import styles from './thanks.module.css'
import {THANKS_WORDS} from './thanks-words.ts'

/** Seconds until the page looks again by itself. */
const LOOK_AGAIN_S = 10

/** How an order stands. Complete without scripts: while that may still change, the page loads itself anew. */
export function Thanks({order: found}: {order: OrderStatus}) {
  const words = THANKS_WORDS[found.status]
  const order = 'orderId' in found ? found : undefined
  return (
    <div className={styles.thanks}>
      {words.looksAgain && <meta httpEquiv="refresh" content={String(LOOK_AGAIN_S)} />}
      <h1>
        {order?.status === 'paid' && order.state === 'refunded' ? 'Your payment was refunded' : words.title}
      </h1>
      <p className={styles.lead}>{words.text}</p>
      {order && <OrderFacts order={order} />}
      {order?.status === 'paid' && <OrderNext order={order} />}
      {words.action && (
        <p>
          <a className={button.button} href={words.action.pays ? order?.payHref : '/contact'}>
            {words.action.label}
          </a>
        </p>
      )}
    </div>
  )
}
