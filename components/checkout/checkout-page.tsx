import type {ReactNode} from 'react'
import button from '#components/ui/button.module.css'
import styles from './checkout-page.module.css'
import {NextSteps} from './next-steps.tsx'

type CheckoutPageProps = {
  name: string
  summary: string | null
  nextSteps: readonly string[]
  /** The invoice, or what stands in its place. */
  children: ReactNode
}

/** The page on which a plan is bought: its words on one side, the invoice on the other. */
export function CheckoutPage({name, summary, nextSteps, children}: CheckoutPageProps) {
  return (
    <div className={styles.page}>
      <header className={styles.opening}>
        <h1>{name}</h1>
        {summary && <p className={styles.summary}>{summary}</p>}
      </header>
      <div className={styles.sheet}>{children}</div>
      {nextSteps.length > 0 && (
        <div className={styles.next}>
          <NextSteps steps={nextSteps} />
        </div>
      )}
    </div>
  )
}

type BuyFormProps = {
  /** Where the form is posted to. */
  action: string
  plan: string
  /** Names the order: a form that is sent twice is one order. */
  nonce: string
  /** The buyer has been on the payment page and came back without paying. */
  returned: boolean
  /** The button was pressed, and nothing was bought: this had changed. */
  renewed: 'documents' | 'price' | undefined | ''
  /** Cents, as the invoice shows them. Sent back so that a buyer sees a new amount before they pay it. */
  amount: number
  /** The published texts that the purchase is made under, each with its version and the name of the field that carries it. */
  documents: readonly {field: string; version: string; title: string; href: string}[]
}

/** The one button, what it leads to, and the rules that go with it. */
export function BuyForm({action, plan, nonce, returned, renewed, amount, documents}: BuyFormProps) {
  return (
    <form className={styles.buyForm} method="post" action={action}>
      <input type="hidden" name="plan" value={plan} />
      <input type="hidden" name="nonce" value={nonce} />
      <input type="hidden" name="amount" value={amount} />
      {documents.map(({field, version}) => (
        <input key={field} type="hidden" name={field} value={version} />
      ))}
      {renewed === 'price' && (
        <p className={styles.status} role="status">
          The price changed while this page was open. Please look at the new amount before you pay. Pressing
          the button charged nothing.
        </p>
      )}
      {renewed === 'documents' && (
        <p className={styles.status} role="status">
          Our terms or our privacy policy changed while this page was open. Please look at them again, at the
          end of this form, before you pay. Pressing the button charged nothing.
        </p>
      )}
      {returned && !renewed && (
        <p className={styles.status} role="status">
          Your order is still here. No payment for it has reached us so far. If you have paid, please do not
          pay again: the confirmation comes by mail.
        </p>
      )}
      <button type="submit" className={button.button}>
        Pay on Stripe’s page
      </button>
      <div className={styles.smallPrint}>
        <p>
          Stripe asks for your name, business, e-mail and phone, and takes the payment. We never see a card
          number.
        </p>
        <p>
          <strong>Refunds.</strong> Fees are due in advance. There are no refunds once work on your set-up has
          begun.
        </p>
        <p>
          In force for this order:{' '}
          {documents.map(({title, href}, index) => (
            <span key={href}>
              {index > 0 && ' and '}
              <a href={href}>{title}</a>
            </span>
          ))}
          .
        </p>
      </div>
    </form>
  )
}

type CheckoutNoticeProps = {
  kind: 'bought' | 'processing' | 'unavailable' | 'unbound'
  /** Where the order is shown. */
  orderHref: string | undefined
  /** A fresh page of the same plan. */
  againHref: string
}

const NOTICES = {
  bought: {
    title: 'You have already bought this',
    text: 'The order of this page is paid, and it will not be charged again.',
    again: 'Buy it for another business',
  },
  processing: {
    title: 'Your payment is on its way',
    text: 'Your bank is still making it. Please do not pay a second time; we write to you when it has arrived.',
    again: undefined,
  },
  unavailable: {
    title: 'This cannot be bought just now',
    text: 'We cannot tell you the amount at the moment, so we sell nothing. If you have paid already, your payment is safe, and the confirmation comes by mail.',
    again: 'Try again',
  },
  unbound: {
    title: 'This cannot be bought just now',
    text: 'The terms and the privacy policy that a purchase is made under are not published at the moment, so we sell nothing. If you have paid already, your payment is safe, and the confirmation comes by mail.',
    again: 'Try again',
  },
} as const

/** What stands in place of the invoice when there is nothing to pay. */
export function CheckoutNotice({kind, orderHref, againHref}: CheckoutNoticeProps) {
  const {title, text, again} = NOTICES[kind]
  return (
    <section className={styles.notice} aria-labelledby="notice">
      <h2 id="notice">{title}</h2>
      <p>{text}</p>
      <p className={styles.noticeActions}>
        {orderHref && (
          <a className={button.button} href={orderHref}>
            See your order
          </a>
        )}
        {again && (
          <a className={button.quiet} href={againHref}>
            {again}
          </a>
        )}
      </p>
    </section>
  )
}
