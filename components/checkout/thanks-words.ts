import type {OrderStatus} from '#lib/format/order-status.ts'

type Words = {
  title: string
  text: string
  /** A link to the payment of the same order, or else to the contact page. */
  action?: {label: string; pays: boolean}
  /** Whether the answer may change within seconds. */
  looksAgain?: boolean
}

export const THANKS_WORDS: Readonly<Record<OrderStatus['status'], Words>> = {
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
