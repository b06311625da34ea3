import type {ReactNode} from 'react'
import {NextSteps} from '#components/checkout/next-steps.tsx'
import contact from '#components/forms/contact-form.module.css'
import {Choices, ProblemSummary, TextField} from '#components/forms/fields.tsx'
import button from '#components/ui/button.module.css'
import label from '#components/ui/label.module.css'
import {
  CORRECTABLE,
  CORRECTABLE_FIELDS,
  type CorrectableField,
  DECOY_FIELD,
  DOWNLOAD_PATH,
  REQUEST_WORDS,
  REQUESTS_PATH,
} from '#lib/format/forms.ts'
import styles from './requests-page.module.css'

/** A page about data requests. */
export function RequestsPage({title, lead, children}: {title: string; lead?: string; children?: ReactNode}) {
  return (
    <div className={styles.page}>
      <h1>{title}</h1>
      {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      {children}
    </div>
  )
}

/** What was typed in the form by which a request is made, and what is wrong with it. */
export type AskedView = {
  kind: string
  email: string
  problems: {kind?: string | undefined; email?: string | undefined}
}

/** The form by which a request is made. */
export function AskForm({kind, email, problems}: AskedView) {
  const found = [
    {id: 'request-kind', label: 'What would you like to do?', problem: problems.kind},
    {id: 'request-email', label: 'Your e-mail address', problem: problems.email},
  ].flatMap(({problem, ...field}) => (problem === undefined ? [] : [{...field, problem}]))
  return (
    <form className={styles.form} method="post" action={REQUESTS_PATH} noValidate>
      {found.length > 0 && <ProblemSummary problems={found} />}
      <Choices
        id="request-kind"
        name="kind"
        label="What would you like to do?"
        choices={REQUEST_WORDS}
        value={kind}
        problem={problems.kind}
      />
      <TextField
        id="request-email"
        name="email"
        label="Your e-mail address"
        hint="the one that you used with us"
        type="email"
        autoComplete="email"
        value={email}
        problem={problems.email}
        required
      />
      <div className={contact.decoy} aria-hidden="true">
        <label htmlFor="request-website">Leave this empty</label>
        <input id="request-website" name={DECOY_FIELD} type="text" tabIndex={-1} autoComplete="off" />
      </div>
      <button className={button.button} type="submit" name="intent" value="ask">
        Send me a link
      </button>
    </form>
  )
}

/** How a request goes, under the form that makes it. */
export function HowItGoes() {
  return (
    <NextSteps
      steps={[
        'We mail you a link, so that nobody but you can ask for what is yours. It works for 30 minutes.',
        'You see, correct or delete your information at once, on this site.',
        'Where a person of ours has to do something, you hear from us within 28 days.',
      ]}
    />
  )
}

/** What the link of a mail leads to. Looking at it uses nothing up: mail scanners fetch every link. */
export function LinkButton({link}: {link: string}) {
  return (
    <form className={styles.form} method="post" action={REQUESTS_PATH}>
      <input type="hidden" name="link" value={link} />
      <button type="submit" name="intent" value="open" className={button.button}>
        Go on
      </button>
    </form>
  )
}

type KeyProps = {pageKey: string}

/** A button that goes on with a request. */
export function StepButton({pageKey, intent, children}: KeyProps & {intent: string; children: ReactNode}) {
  return (
    <form className={styles.form} method="post" action={REQUESTS_PATH}>
      <input type="hidden" name="key" value={pageKey} />
      <button type="submit" name="intent" value={intent} className={button.button}>
        {children}
      </button>
    </form>
  )
}

/** One table of what is held, each row with the names of its values, so that it can be read on a phone. */
export type HeldTable = {title: string; note: string; head: string[]; rows: string[][]}

/** Everything that is held, and the button that takes it away. */
export function HeldInformation({pageKey, tables}: KeyProps & {tables: readonly HeldTable[]}) {
  return (
    <>
      <form className={styles.form} method="post" action={DOWNLOAD_PATH}>
        <input type="hidden" name="key" value={pageKey} />
        <button type="submit" className={button.button}>
          Download all of it
        </button>
        <p className={styles.quiet}>
          A ZIP file with the same for people and for programs, and your invoices. The button works for 30
          minutes.
        </p>
      </form>
      {tables.map(({title, note, head, rows}) => (
        <section key={title} className={styles.held}>
          <h2>{title}</h2>
          <p className={styles.quiet}>{note}</p>
          <ul className={styles.rows}>
            {rows.map((row) => (
              <li key={row.join(' ')}>
                <dl className={styles.row}>
                  {head.map((name, column) =>
                    row[column] ? (
                      <div key={name}>
                        <dt className={label.label}>{name}</dt>
                        <dd>{row[column]}</dd>
                      </div>
                    ) : null,
                  )}
                </dl>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

type CorrectionProps = KeyProps & {
  values: Readonly<Record<CorrectableField, string>>
  problems: Readonly<Partial<Record<CorrectableField, string>>>
}

const AUTO_COMPLETE: Readonly<Record<CorrectableField, string>> = {
  name: 'name',
  businessName: 'organization',
  email: 'email',
  phone: 'tel',
}

const TYPES = {name: 'text', businessName: 'text', email: 'email', phone: 'tel'} as const

/** The form in which contact details are corrected. */
export function CorrectionForm({pageKey, values, problems}: CorrectionProps) {
  const found = CORRECTABLE_FIELDS.flatMap((field) => {
    const problem = problems[field]
    return problem ? [{id: `correct-${field}`, label: CORRECTABLE[field].label, problem}] : []
  })
  return (
    <form className={styles.form} method="post" action={REQUESTS_PATH} noValidate>
      {found.length > 0 && <ProblemSummary problems={found} />}
      <input type="hidden" name="key" value={pageKey} />
      {CORRECTABLE_FIELDS.map((field) => (
        <TextField
          key={field}
          id={`correct-${field}`}
          name={field}
          label={CORRECTABLE[field].label}
          type={TYPES[field]}
          autoComplete={AUTO_COMPLETE[field]}
          value={values[field]}
          problem={problems[field]}
        />
      ))}
      <button className={button.button} type="submit" name="intent" value="correct">
        Look at the change
      </button>
    </form>
  )
}

/** What will change, before it does. */
export function ChangeList({
  changes,
}: {
  changes: readonly {field: CorrectableField; before: string; after: string}[]
}) {
  return (
    <Facts
      facts={changes.map(({field, before, after}) => [
        CORRECTABLE[field].label,
        `${before || '(empty)'} becomes ${after}`,
      ])}
    />
  )
}

/** Names and values, as on a work order. */
export function Facts({facts}: {facts: readonly (readonly [string, string])[]}) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className={label.label}>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export type DeletionView = {
  orders: number
  messages: number
  setUpForms: number
  isAtStripe: boolean
  holds: readonly {order: string; what: string; why: string; until: string}[]
  unfinishedOrders: readonly string[]
}

/** What a deletion erases and what it keeps, with the button that does it. */
export function DeletionPreview({pageKey, view}: KeyProps & {view: DeletionView}) {
  const {orders, messages, setUpForms, isAtStripe, holds, unfinishedOrders} = view
  const erased = [
    count(orders, 'order', 'name, business, e-mail and phone of'),
    count(messages, 'message', 'every word of'),
    count(setUpForms, 'set-up form', 'every answer and password in'),
  ].filter((line) => line !== undefined)
  return (
    <>
      <section className={styles.part}>
        <h2>What we erase now</h2>
        <ul>
          {erased.map((line) => (
            <li key={line}>{line}</li>
          ))}
          <li>Mail to you that has not gone out is cancelled.</li>
        </ul>
      </section>
      {isAtStripe && (
        <section className={styles.part}>
          <h2>What we ask Stripe to redact</h2>
          <p>
            Our payment processor holds your name, e-mail and phone with your payments. It redacts them in its
            own time. We mail you when it says that it has.
          </p>
        </section>
      )}
      {holds.length > 0 && (
        <section className={styles.part}>
          <h2>What we must keep for now</h2>
          <Facts
            facts={holds.map(({order, what, why, until}) => [
              `${order}`,
              `${what} ${why} Until ${readableDay(until)}.`,
            ])}
          />
        </section>
      )}
      {unfinishedOrders.length > 0 && (
        <p className={styles.notice}>
          <strong>{unfinishedOrders.join(', ')}</strong> is not finished. Once you are deleted we cannot reach
          you any more, and cannot set your assistant up. If you want it, come back when it is live; if you
          want your money back, <a href="/contact">ask for that first</a>.
        </p>
      )}
      <p>Backups are overwritten as they age. What is deleted cannot be brought back.</p>
      <StepButton pageKey={pageKey} intent="delete">
        Delete my information
      </StepButton>
    </>
  )
}

/** An ISO date as `November 29, 2033`. */
function readableDay(iso: string): string {
  return new Date(`${iso}T00:00:00Z`).toLocaleDateString('en-US', {dateStyle: 'long', timeZone: 'UTC'})
}

function count(number: number, what: string, before: string): string | undefined {
  if (number === 0) return undefined
  const text = `${before} ${number} ${what}${number === 1 ? '' : 's'}`
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** Where a parent says which information about a child it is. */
export function ChildForm({
  pageKey,
  words,
  problem,
}: KeyProps & {words: string; problem: string | undefined}) {
  return (
    <form className={styles.form} method="post" action={REQUESTS_PATH} noValidate>
      <input type="hidden" name="key" value={pageKey} />
      <TextField
        id="child-words"
        name="words"
        label="Which information is it, and where was it given?"
        hint="Please do not tell us the child’s age or date of birth: we do not need it."
        lines={6}
        value={words}
        problem={problem}
        required
      />
      <button className={button.button} type="submit" name="intent" value="child">
        Hand it over
      </button>
    </form>
  )
}
