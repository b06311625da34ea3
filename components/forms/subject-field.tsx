import {CONTACT_SUBJECTS, DATA_REQUESTS} from '#lib/format/contact-fields.ts'
import styles from './field.module.css'

type SubjectFieldProps = {
  id: string
  name: string
  /** The subject that is chosen so far. */
  value: string
  problem?: string | undefined
  /** Where to go on when the form comes back. */
  autoFocus?: boolean
}

const QUESTIONS = Object.entries(CONTACT_SUBJECTS).filter(
  ([subject]) => !DATA_REQUESTS.some((key) => key === subject),
)

/** What the message is about. Requests about personal data stand in a group of their own, so that they are found. */
export function SubjectField({id, name, value, problem, ...rest}: SubjectFieldProps) {
  const problemId = problem && `${id}-problem`
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label className={styles.label} htmlFor={id}>
          What is it about?
        </label>
      </div>
      {problem && (
        <p id={problemId} className={styles.problem}>
          {problem}
        </p>
      )}
      <select
        {...rest}
        id={id}
        name={name}
        className={styles.input}
        defaultValue={value}
        required
        aria-invalid={problem ? true : undefined}
        aria-describedby={problemId}
      >
        <option value="">Choose one</option>
        {QUESTIONS.map(([subject, words]) => (
          <option key={subject} value={subject}>
            {words}
          </option>
        ))}
        <optgroup label="Personal information (privacy)">
          {DATA_REQUESTS.map((subject) => (
            <option key={subject} value={subject}>
              {CONTACT_SUBJECTS[subject]}
            </option>
          ))}
        </optgroup>
      </select>
    </div>
  )
}
