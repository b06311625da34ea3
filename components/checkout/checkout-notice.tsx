import button from '#components/ui/button.module.css'
import styles from './checkout-notice.module.css'

type CheckoutNoticeProps = {
  kind: 'bought' | 'processing' | 'unavailable' | 'unbound'
  /** Where the order is shown. */
  orderHref: string | undefined
  /** A fresh page of the same plan. */
  againHref: string
}

const WORDS = {
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
    text: 'We cannot tell you the amount at the moment, so we sell nothing. Nothing has been charged.',
    again: 'Try again',
  },
  unbound: {
    title: 'This cannot be bought just now',
    text: 'The terms and the privacy policy that a purchase is made under are not published at the moment, so we sell nothing. Nothing has been charged.',
    again: 'Try again',
  },
} as const

/** What stands in place of the invoice when there is nothing to pay. */
export function CheckoutNotice({kind, orderHref, againHref}: CheckoutNoticeProps) {
  const {title, text, again} = WORDS[kind]
  return (
    <section className={styles.notice} aria-labelledby="notice">
      <h2 id="notice">{title}</h2>
      <p>{text}</p>
      <p className={styles.ways}>
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
