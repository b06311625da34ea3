import type {ReactNode} from 'react'
import {NextSteps} from '#components/checkout/next-steps.tsx'
import button from '#components/ui/button.module.css'
import halves from '#components/ui/halves.module.css'
import label from '#components/ui/label.module.css'
import styles from './setup-page.module.css'
import type {SetupRefusal, UnsavedWords} from './setup-view.ts'

/** The page of the set-up form, with the form or what stands in its place. */
export function SetupPage({children}: {children: ReactNode}) {
  return <div className={styles.page}>{children}</div>
}

type SetupIntroductionProps = {
  link: string | undefined
  /** The titles of the form's parts. */
  parts: readonly string[]
}

/** What the link of a mail leads to. It shows nothing that was filled in: mail scanners fetch every link. */
export function SetupIntroduction({link, parts}: SetupIntroductionProps) {
  return (
    <Halves beside={<NextSteps title="What the form asks about" steps={parts} />}>
      <h1>Set up your assistant</h1>
      {link === undefined ? (
        <>
          <p className={styles.lead}>This page opens with the link from our mail.</p>
          <p>
            Look for the confirmation of your order and press its button. If you cannot find it,{' '}
            <a href="/contact">write to us</a>.
          </p>
        </>
      ) : (
        <>
          <p className={styles.lead}>
            Seven short parts: your business, your area, your hours, your calendar. It takes about ten
            minutes.
          </p>
          <p>You can stop after any part and come back with the same link. We never ask for a card number.</p>
          <form method="post" action="/setup">
            <input type="hidden" name="link" value={link} />
            <button type="submit" name="intent" value="open" className={button.button}>
              Open the form
            </button>
          </form>
        </>
      )}
    </Halves>
  )
}

/** Words, with a sheet beside them on a wide screen. */
function Halves({children, beside}: {children: ReactNode; beside: ReactNode}) {
  return (
    <div className={halves.halves}>
      <div className={halves.words}>{children}</div>
      <div className={halves.sheet}>{beside}</div>
    </div>
  )
}

/** What stands where the form was, once it is in. */
export function SetupSent({orderId}: {orderId: string | undefined}) {
  return (
    <Halves
      beside={
        <NextSteps
          steps={[
            'We set everything up the same day or the next.',
            'We write to you when your assistant answers its first lead.',
            'Something to change? Answer any mail from us.',
          ]}
        />
      }
    >
      <h1>Thank you. We have what we need.</h1>
      <p className={styles.lead}>
        {orderId === undefined ? 'Your set-up form is in.' : `Your set-up form for order ${orderId} is in.`}
      </p>
      <p>There is nothing else that you need to do.</p>
    </Halves>
  )
}

const REFUSALS: Readonly<Record<SetupRefusal, {title: string; text: string}>> = {
  unknown: {
    title: 'This link does not work',
    text: 'It may have been cut short on its way. Open it from our mail, or copy the whole address. If that does not help, answer our mail, and we send you a new one.',
  },
  revoked: {
    title: 'This link has been replaced',
    text: 'We have sent you a newer mail with a new link. Use that one; what you saved is still there.',
  },
  expired: {
    title: 'This link has run out',
    text: 'It worked for 14 days. Answer our mail, and we send you a new one; what you saved is still there.',
  },
  submitted: {
    title: 'Your set-up form is in',
    text: 'It was sent already, and we have what we need. To change something, answer our mail.',
  },
  closed: {
    title: 'This order needs no set-up form',
    text: 'It is not waiting for your details. If you think it should be, answer our mail.',
  },
  unavailable: {
    title: 'We cannot open your form just now',
    text: 'Something on our side does not answer. What you saved is safe; please try again in a minute.',
  },
}

type SetupRefusedProps = {
  reason: SetupRefusal
  /** Where the form can be asked for again, when that may help. */
  againHref: string | undefined
  /** What was typed and is stored nowhere. */
  unsaved: readonly UnsavedWords[]
}

/** Why the form is not shown, what to do, and what was typed in it. */
export function SetupRefused({reason, againHref, unsaved}: SetupRefusedProps) {
  const {title, text} = REFUSALS[reason]
  return (
    <>
      <h1>{title}</h1>
      <p className={styles.lead}>{text}</p>
      {unsaved.length > 0 && (
        <section className={styles.unsaved} aria-labelledby="unsaved">
          <h2 id="unsaved">What you typed, and what is not saved</h2>
          <p>You can copy it from here. Passwords are not shown.</p>
          <dl>
            {unsaved.map(({label: name, value}) => (
              <div key={name}>
                <dt className={label.label}>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {againHref !== undefined && (
        <p>
          <a className={button.button} href={againHref}>
            Try again
          </a>
        </p>
      )}
      <p>
        <a href="/contact">How to reach us</a>
      </p>
    </>
  )
}
