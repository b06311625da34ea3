import button from '#components/ui/button.module.css'
import styles from './setup-page.module.css'

type OpenSetupProps = {link: string | undefined; send: (sent: FormData) => void}

/** What a link of a mail leads to. It opens nothing by itself: mail scanners fetch every link. */
export function OpenSetup({link, send}: OpenSetupProps) {
  return (
    <>
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
          <OpenButton link={link} send={send} label="Open the form" />
        </>
      )}
    </>
  )
}

/** Opens the form anew from the mail's link. */
export function OpenButton({link, send, label}: {link: string; send: OpenSetupProps['send']; label: string}) {
  return (
    <form action={send}>
      <input type="hidden" name="link" value={link} />
      <button type="submit" name="intent" value="open" className={button.button}>
        {label}
      </button>
    </form>
  )
}
