import {NextSteps} from '#components/checkout/next-steps.tsx'
import styles from './setup-page.module.css'

/** What stands where the form was, once it is in. */
export function SetupSent({orderId}: {orderId: string}) {
  return (
    <>
      <h1>Thank you. We have what we need.</h1>
      <p className={styles.lead}>Your set-up form for order {orderId} is in.</p>
      <NextSteps
        steps={[
          'We set everything up the same day or the next.',
          'We write to you when your assistant answers its first lead.',
          'Something to change? Answer any mail from us.',
        ]}
      />
    </>
  )
}
