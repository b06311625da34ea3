import button from '#components/ui/button.module.css'
import {
  CONTACT_FIELDS,
  CONTACT_PATH,
  CONTACT_SUBJECTS,
  type ContactField,
  type ContactProblems,
  DATA_REQUESTS,
  DECOY_FIELD,
  EMPTY_CONTACT,
  REQUESTS_PATH,
  type TypedContact,
} from '#lib/format/forms.ts'
import styles from './contact-form.module.css'
import {ProblemSummary, SelectField, TextField} from './fields.tsx'

export type ContactFormProps = {
  /** Begins the ids of its fields, unique on the page. */
  idPrefix?: string
  /** Words on the button. */
  action?: string | undefined
  /** What was typed before, when the form comes back. */
  typed?: TypedContact
  problems?: ContactProblems
}

const LABELS: Readonly<Record<ContactField, string>> = {
  name: 'Your name',
  email: 'E-mail',
  business_name: 'Business name',
  subject: 'What is it about?',
  message: 'Message',
}

const QUESTIONS = Object.entries(CONTACT_SUBJECTS).filter(
  ([subject]) => !DATA_REQUESTS.some((key) => key === subject),
)

/** The contact form. Complete as HTML: it is sent, checked and shown again without scripts. */
export function ContactForm({
  idPrefix = 'contact',
  action,
  typed = EMPTY_CONTACT,
  problems = {},
}: ContactFormProps) {
  const idOf = (field: string) => `${idPrefix}-${field.replaceAll('_', '-')}`
  const found = CONTACT_FIELDS.flatMap((field) => {
    const problem = problems[field]
    return problem ? [{id: idOf(field), label: LABELS[field], problem}] : []
  })
  const about = (field: ContactField) => ({
    id: idOf(field),
    name: field,
    label: LABELS[field],
    value: typed[field],
    problem: problems[field],
    // Without scripts, this is what leads to the place.
    autoFocus: found[0]?.id === idOf(field),
  })
  return (
    // Browsers' own messages stop at the first field and differ; ours name every field in the same words.
    <form className={styles.form} method="post" action={CONTACT_PATH} noValidate>
      {found.length > 0 && <ProblemSummary problems={found} />}
      <TextField {...about('name')} autoComplete="name" required />
      <TextField {...about('email')} type="email" autoComplete="email" required />
      <TextField {...about('business_name')} hint="optional" autoComplete="organization" />
      <SelectField {...about('subject')} required>
        <option value="">Choose one</option>
        {QUESTIONS.map(([subject, words]) => (
          <option key={subject} value={subject}>
            {words}
          </option>
        ))}
        {/* Requests about personal data stand in a group of their own, so that they are found. */}
        <optgroup label="Personal information (privacy)">
          {DATA_REQUESTS.map((subject) => (
            <option key={subject} value={subject}>
              {CONTACT_SUBJECTS[subject]}
            </option>
          ))}
        </optgroup>
      </SelectField>
      <p className={styles.privacy}>
        To see, correct or delete your information, you need not write:{' '}
        <a href={REQUESTS_PATH}>do it yourself</a> in a few minutes.
      </p>
      <TextField
        {...about('message')}
        hint="Please leave out card numbers and passwords."
        lines={7}
        required
      />
      <div className={styles.decoy} aria-hidden="true">
        <label htmlFor={idOf(DECOY_FIELD)}>Leave this empty</label>
        <input id={idOf(DECOY_FIELD)} name={DECOY_FIELD} type="text" tabIndex={-1} autoComplete="off" />
      </div>
      <button className={button.button} type="submit">
        {action || 'Send the message'}
      </button>
    </form>
  )
}
