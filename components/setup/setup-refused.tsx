import {OpenButton} from './open-setup.tsx'
import styles from './setup-page.module.css'
import type {SetupRefusal} from './setup-view.ts'

const WORDS: Readonly<Record<SetupRefusal, {title: string; text: string; mayReopen?: boolean}>> = {
  unknown: {
    title: 'This form is not the newest one',
    text: 'It was sent twice, or opened again in another window. What you saved is still there.',
    mayReopen: true,
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
  foreign: {
    title: 'We cannot tell that this form is ours',
    text: 'Your browser did not say that a page of our site sent it, so nothing was done. Use the link in our mail.',
  },
  unavailable: {
    title: 'We cannot open your form just now',
    text: 'Something on our side does not answer. What you saved is safe; please try again in a minute.',
    mayReopen: true,
  },
}

type SetupRefusedProps = {
  reason: SetupRefusal
  link: string | undefined
  send: (sent: FormData) => void
}

/** Why the form is not shown, and what to do. */
export function SetupRefused({reason, link, send}: SetupRefusedProps) {
  const {title, text, mayReopen} = WORDS[reason]
  return (
    <>
      <h1>{title}</h1>
      <p className={styles.lead}>{text}</p>
      {mayReopen && link !== undefined && <OpenButton link={link} send={send} label="Open the form again" />}
      <p>
        <a href="/contact">How to reach us</a>
      </p>
    </>
  )
}
