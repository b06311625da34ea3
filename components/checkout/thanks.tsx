import {Fragment} from 'react'
import button from '#components/ui/button.module.css'
import halves from '#components/ui/halves.module.css'
import label from '#components/ui/label.module.css'
import type {OrderStatus, OrderView} from '#lib/format/purchases.ts'
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
  /** What can be done where there is no order to show. */
  steps?: readonly string[]
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
    steps: [
      'Look in your mail for the confirmation, in the folder for spam too.',
      'Open the link to your set-up form from there. It does not need this page.',
      'There is no mail? Write to us with the address that you paid with.',
    ],
  },
  'unknown-now': {
    steps: [
      'This page looks again by itself.',
      'You may close it: the confirmation comes by mail, with the link to your set-up form.',
    ],
    title: 'We cannot look up your order just now',
    text: 'Something on our side does not answer. If you have paid, your payment is safe and the confirmation comes by mail. This page looks again by itself.',
    looksAgain: true,
  },
}

type ThanksProps = {
  order: OrderStatus
  /** The titles of the set-up form's parts. */
  formParts: readonly string[]
}

/** How an order stands. Complete without scripts: while that may still change, the page loads itself anew. */
export function Thanks({order: found, formParts}: ThanksProps) {
  const words = WORDS[found.status]
  const order = 'orderId' in found ? found : undefined
  return (
    <div className={`${halves.halves} ${styles.thanks}`}>
      {words.looksAgain && <meta httpEquiv="refresh" content={String(LOOK_AGAIN_S)} />}
      <div className={halves.words}>
        <h1>
          {order?.status === 'paid' && order.state === 'refunded' ? 'Your payment was refunded' : words.title}
        </h1>
        <p className={styles.lead}>{words.text}</p>
        {words.action && (
          <p>
            <a className={button.button} href={words.action.pays ? order?.payHref : '/contact'}>
              {words.action.label}
            </a>
          </p>
        )}
      </div>
      {order && <OrderFacts order={order} />}
      {order?.status === 'paid' && <OrderNext order={order} formParts={formParts} />}
      {order?.status === 'paid' && order.agreed.length > 0 && (
        <p>
          You agreed to{' '}
          {order.agreed.map(({name, number, path}, index) => (
            <Fragment key={path}>
              {index > 0 && ' and '}
              <a href={path}>
                {name.toLowerCase()}, version {number}
              </a>
            </Fragment>
          ))}
          . These pages keep the words as they were.
        </p>
      )}
      {words.steps && (
        <div className={halves.sheet}>
          <NextSteps title="What you can do" steps={words.steps} />
        </div>
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

/** What comes after the payment, as far as it has not happened yet, and what the client can have ready for it. */
function OrderNext({order, formParts}: {order: OrderView; formParts: readonly string[]}) {
  const steps = nextSteps(order)
  if (steps.length === 0) return null
  return (
    <>
      <div className={halves.words}>
        <NextSteps steps={steps} />
        {awaitsForm(order) && (
          <p>
            The mail does not come? Look in the folder for spam, and then <a href="/contact">write to us</a>.
          </p>
        )}
      </div>
      {awaitsForm(order) && (
        <div className={halves.sheet}>
          <NextSteps id="form-parts" title="What the form asks about" steps={formParts} />
        </div>
      )}
    </>
  )
}

const awaitsForm = ({state, hasDetails}: OrderView) =>
  !hasDetails && (state === 'paid' || state === 'awaiting_details')

function nextSteps(order: OrderView): string[] {
  switch (order.state) {
    case 'paid':
    case 'awaiting_details':
      return !awaitsForm(order)
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
