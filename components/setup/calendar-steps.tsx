import type {ReactNode} from 'react'
import styles from './calendar-steps.module.css'

type CalendarStepsProps = {
  provider: 'google' | 'outlook'
  /** What the calendar is shared with; undefined until the site's settings name it. */
  address: string | undefined
}

/** How a client shares a calendar, so that jobs can be booked into it without a password. */
export function CalendarSteps({provider, address}: CalendarStepsProps) {
  const sharedWith = address === undefined ? 'the address that we write to you' : <strong>{address}</strong>
  return (
    <div className={styles.guide}>
      <p>
        <strong>Share the calendar with us.</strong> You need not give us a password, and you can end it at
        any time.
      </p>
      {address === undefined && (
        <p>We write to you with the address to share it with, once this form is in.</p>
      )}
      {provider === 'google' ? <GoogleSteps address={sharedWith} /> : <OutlookSteps address={sharedWith} />}
    </div>
  )
}

/** @see https://support.google.com/calendar/answer/37082 */
function GoogleSteps({address}: {address: ReactNode}) {
  return (
    <>
      <ol>
        <Step picture={<Calendar />}>
          On a computer, open <a href="https://calendar.google.com">Google Calendar</a>. The app on a phone
          cannot share a calendar.
        </Step>
        <Step picture={<Menu isAtTop={false} />}>
          On the left, under “My calendars”, point to the calendar for jobs. Press its three dots, then
          “Settings and sharing”.
        </Step>
        <Step picture={<Dialog />}>
          Under “Share with specific people or groups”, press “Add people and groups”. Enter {address}, choose
          “Make changes to events”, and press “Send”.
        </Step>
      </ol>
      <p>
        Does Google say that your organization does not allow it? Choose “Another calendar” above.{' '}
        <a href="https://support.google.com/calendar/answer/37082">Google’s own instructions</a>
      </p>
    </>
  )
}

/** @see https://support.microsoft.com/office/7ecef8ae-139c-40d9-bae2-a23977ee58d5 */
function OutlookSteps({address}: {address: ReactNode}) {
  return (
    <>
      <ol>
        <Step picture={<Calendar />}>
          Open <a href="https://outlook.com">Outlook</a> in a browser, and go to the calendar.
        </Step>
        <Step picture={<Menu isAtTop />}>At the top, press “Share”, and choose the calendar for jobs.</Step>
        <Step picture={<Dialog />}>Enter {address}, choose “Can edit”, and press “Share”.</Step>
      </ol>
      <p>
        Is “Can edit” not offered? Then your organization lets only its own people edit: choose “Another
        calendar” above.{' '}
        <a href="https://support.microsoft.com/office/7ecef8ae-139c-40d9-bae2-a23977ee58d5">
          Microsoft’s own instructions
        </a>
      </p>
    </>
  )
}

function Step({picture, children}: {picture: ReactNode; children: ReactNode}) {
  return (
    <li>
      <p>{children}</p>
      {picture}
    </li>
  )
}

/** A window in lines; what is to be pressed stands out. */
function Picture({children}: {children: ReactNode}) {
  return (
    <svg className={styles.picture} viewBox="0 0 240 120" aria-hidden="true">
      <rect x="1" y="1" width="238" height="118" rx="4" />
      <path d="M1 17h238M8 9h4m4 0h4m4 0h4" />
      {children}
    </svg>
  )
}

/** A week of a calendar. */
function Calendar() {
  return (
    <Picture>
      <path d="M60 17v102M60 34h179M96 17v102M132 17v102M168 17v102M204 17v102M12 30h34M12 42h26M12 54h30" />
      <path className={styles.pressed} d="M102 46h24v22h-24zM174 60h24v30h-24z" />
    </Picture>
  )
}

/** A menu with the entry that is meant, below a button at the top or beside one of a list on the left. */
function Menu({isAtTop}: {isAtTop: boolean}) {
  return (
    <Picture>
      {isAtTop ? (
        <>
          <path d="M1 36h238M12 27h30M54 27h30" />
          <path className={styles.pressed} d="M176 21h48v11h-48z" />
          <path d="M150 40h74v52h-74zM158 76h44" />
          <path className={styles.pressed} d="M158 56h56" />
        </>
      ) : (
        <>
          <path d="M96 17v102M12 30h34M12 46h44M12 62h44M12 78h44" />
          <path className={styles.pressed} d="M80 46h1m4 0h1m4 0h1" />
          <path d="M92 40h116v56H92zM102 78h56" />
          <path className={styles.pressed} d="M102 60h88" />
        </>
      )}
    </Picture>
  )
}

/** A field for an address, a list of permissions, and the button that shares. */
function Dialog() {
  return (
    <Picture>
      <path d="M44 28h152v82H44zM56 40h40" />
      <path className={styles.pressed} d="M56 48h128v14H56zM62 55h52" />
      <path d="M56 70h128v14H56zM62 77h38M172 75l4 4 4-4" />
      <path className={styles.filled} d="M148 92h36v12h-36z" />
    </Picture>
  )
}
