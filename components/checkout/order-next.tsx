import type {OrderView} from '#lib/format/order-status.ts'
import {NextSteps} from './next-steps.tsx'

/** What comes after the payment, as far as it has not happened yet. */
export function OrderNext({order}: {order: OrderView}) {
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
