import button from '#components/ui/button.module.css'
import {OrderFacts} from './order-facts.tsx'
import {OrderNext} from './order-next.tsx'
import styles from './thanks.module.css'
import {type OrderView, THANKS_WORDS, type ThanksView} from './thanks-words.ts'

/** Seconds until the page looks again by itself. */
const LOOK_AGAIN_S = 10

/** How an order stands. Complete without scripts: while that may still change, the page loads itself anew. */
export function Thanks({view}: {view: ThanksView}) {
  const words = THANKS_WORDS[view.status]
  const order: OrderView | undefined = 'orderId' in view ? view : undefined
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
