import type {ReactNode} from 'react'
import styles from './fields.module.css'

/** What every kind of field has. */
type FieldProps = {
  id: string
  name: string
  label: string
  hint?: string
  /** What is typed in it, or chosen, so far. */
  value: string
  /** What is wrong with that. */
  problem?: string | undefined
  required?: boolean
  /** Where to go on when the form comes back. */
  autoFocus?: boolean
}

type TextFieldProps = FieldProps & {
  type?: 'text' | 'email' | 'tel' | 'url' | 'password'
  autoComplete?: string
  /** Lines to show; a single line when left out. */
  lines?: number
}

/** A labelled field for text, with a hint above it and what is wrong with it. */
export function TextField({
  id,
  name,
  label,
  hint,
  value,
  problem,
  lines,
  type = 'text',
  ...rest
}: TextFieldProps) {
  const attributes = {
    ...rest,
    id,
    name,
    className: styles.input,
    defaultValue: value,
    'aria-invalid': problem ? true : undefined,
    'aria-describedby': describedBy(id, hint, problem),
  }
  return (
    <Labelled id={id} label={label} hint={hint} problem={problem}>
      {lines ? <textarea {...attributes} rows={lines} /> : <input {...attributes} type={type} />}
    </Labelled>
  )
}

/** A labelled list to choose from. `children` are its options. */
export function SelectField({
  id,
  name,
  label,
  hint,
  value,
  problem,
  children,
  ...rest
}: FieldProps & {children: ReactNode}) {
  return (
    <Labelled id={id} label={label} hint={hint} problem={problem}>
      <select
        {...rest}
        id={id}
        name={name}
        className={styles.input}
        defaultValue={value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={describedBy(id, hint, problem)}
      >
        {children}
      </select>
    </Labelled>
  )
}

type ChoicesProps = Omit<FieldProps, 'required'> & {
  /** What is sent, and what is read. */
  choices: Readonly<Record<string, string>>
}

/** One answer out of a few. The first answer has the id of the field, so that links lead to it. */
export function Choices({id, name, label, hint, choices, value, problem, ...rest}: ChoicesProps) {
  return (
    <fieldset className={styles.choices} aria-describedby={describedBy(id, hint, problem)}>
      <legend className={styles.label}>{label}</legend>
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      <Problem id={id} problem={problem} />
      <div className={styles.answers}>
        {Object.entries(choices).map(([answer, words], index) => (
          <label key={answer}>
            <input
              type="radio"
              id={index === 0 ? id : `${id}-${index + 1}`}
              name={name}
              value={answer}
              defaultChecked={answer === value}
              {...(index === 0 && rest)}
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Everything that is wrong with a form, each line with the name of its field, which leads there. */
export function ProblemSummary({
  problems,
}: {
  problems: readonly {id: string; label: string; problem: string}[]
}) {
  return (
    <section className={styles.summary} aria-labelledby="problems" role="alert">
      <h2 id="problems">
        {problems.length === 1
          ? 'One thing needs another look'
          : `${problems.length} things need another look`}
      </h2>
      <ul>
        {problems.map(({id, label, problem}) => (
          <li key={id}>
            <a href={`#${id}`}>{label}</a>: {problem}
          </li>
        ))}
      </ul>
    </section>
  )
}

type LabelledProps = Pick<FieldProps, 'id' | 'label' | 'problem'> & {
  hint: string | undefined
  /** The control itself. */
  children: ReactNode
}

function Labelled({id, label, hint, problem, children}: LabelledProps) {
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className={styles.hint}>
            {hint}
          </span>
        )}
      </div>
      <Problem id={id} problem={problem} />
      {children}
    </div>
  )
}

function Problem({id, problem}: {id: string; problem: string | undefined}) {
  if (!problem) return null
  return (
    <p id={`${id}-problem`} className={styles.problem}>
      {problem}
    </p>
  )
}

function describedBy(id: string, hint: string | undefined, problem: string | undefined): string | undefined {
  return [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined
}
