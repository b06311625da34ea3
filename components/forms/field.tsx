import styles from './field.module.css'

export type FieldProps = {
  id: string
  name: string
  label: string
  hint?: string
  /** What is typed in it so far. */
  value: string
  /** What is wrong with that. */
  problem?: string | undefined
  type?: 'text' | 'email' | 'tel' | 'url' | 'password'
  autoComplete?: string
  required?: boolean
  /** Most characters. */
  maxLength?: number
  /** Where to go on when the form comes back. */
  autoFocus?: boolean
  /** Lines to show; a single line when left out. */
  lines?: number
}

/** A labelled field of a form, with a hint above it and what is wrong with it. */
export function Field({id, name, label, hint, value, problem, lines, type = 'text', ...rest}: FieldProps) {
  const hintId = hint && `${id}-hint`
  const problemId = problem && `${id}-problem`
  const attributes = {
    ...rest,
    id,
    name,
    className: styles.input,
    defaultValue: value,
    'aria-invalid': problem ? true : undefined,
    'aria-describedby': [hintId, problemId].filter(Boolean).join(' ') || undefined,
  }
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {hint && (
          <span id={hintId} className={styles.hint}>
            {hint}
          </span>
        )}
      </div>
      {problem && (
        <p id={problemId} className={styles.problem}>
          {problem}
        </p>
      )}
      {lines ? <textarea {...attributes} rows={lines} /> : <input {...attributes} type={type} />}
    </div>
  )
}
