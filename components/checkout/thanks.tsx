import button from '#components/ui/button.module.css'
import label from '#components/ui/label.module.css'
import type {OrderStatus, OrderView} from '#lib/format/order-status.ts'
import {NextSteps} from './next-steps.tsx'
import styles from './thanks.module.css'

/** Seconds until the page loads itself again. */
const LOOK_AGAIN_S = 10

type Words = {
  title: string
  text: string
  /** A link to the payment of the same order, or else to the contact page. */
  action?: {label: string; pays: boolean}
  /** Whether the answer may change within seconds. */
  looksAgain?: boolean
}

const WORDS: Readonly<Record<OrderStatus['status'], Words>> = {
  paid: {
    title: 'Thank you. Your payment has arrived.',
    text: 'Your order is in our books, and this is what it says.',
  },
  processing: {
    title: 'Your payment is on its way',
    text: 'Your bank is still making it, which can take some days. This page looks again by itself; you may also close it, and we write to you when the money has arrived.',
    looksAgain: true,
  },
  failed: {
    title: 'Your payment did not go through',
    text: 'Your bank did not make it, so nothing was charged. You can pay the same order another way.',
    action: {label: 'Pay another way', pays: true},
  },
  unpaid: {
    title: 'This order is not paid yet',
    text: 'The payment was not finished, so nothing was charged. Your order is still here.',
    action: {label: 'Go on to the payment', pays: true},
  },
  expired: {
    title: 'The payment page has expired',
    text: 'It was open for too long, and nothing was charged. Your order is still here and can be paid on a new page.',
    action: {label: 'Pay on a new page', pays: true},
  },
  'not-yours': {
    title: 'There is no such order here',
    text: 'The address may have been cut short. If you have paid, the confirmation is in your mail.',
    action: {label: 'Ask us', pays: false},
  },
  'unknown-now': {
    title: 'We cannot look up your order just now',
    text: 'Something on our side does not answer. If you have paid, your payment is safe and the confirmation comes by mail. This page looks again by itself.',
    looksAgain: true,
  },
}

/** How an order stands. Complete without scripts: while that may still change, the page loads itself anew. */
export function Thanks({order: found}: {order: OrderStatus}) {
  const words = WORDS[found.status]
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

/** What was ordered, like the fields of a form. */
function OrderFacts({order}: {order: OrderView}) {
  const {orderId, planName, amount, refunded, email, status} = order
  const facts: [string, string | undefined][] = [
    ['Order', orderId],
    ['What', planName],
    [status === 'paid' ? 'Paid, once' : 'Amount', amount],
    ['Sent back', refunded],
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

/** What comes after the payment, as far as it has not happened yet. */
function OrderNext({order}: {order: OrderView}) {
  const steps = nextSteps(order)
  return steps.length > 0 ? <NextSteps steps={steps} /> : null
}

function nextSteps({state, hasDetails}: OrderView): string[] {
  switch (state) {
    case 'paid':
    case 'awaiting_details':
      return hasDetails
        ? [
            'Your set-up form is in. We set everything up the same day or the next, and write to you when it is done.',
          ]
        : [
            'Open the mail that we have just sent you. It holds your receipt and the link to your set-up form.',
            'Fill in the form: your hours, your area, your calendar. You can stop and come back to it for 14 days.',
            'We set everything up the same day or the next, once the form is in, and write to you when it is done.',
          ]
    case 'in_set_up':
      return ['We are setting up your assistant, and write to you when it answers its first lead.']
    case 'live':
      return ['Your assistant is live. Try it as a customer would, and tell us what to change.']
    default:
      return []
  }
}
