import styles from './choices.module.css'
import field from './field.module.css'

type ChoicesProps = {
  /** The id of the first answer, which links lead to. */
  id: string
  name: string
  label: string
  hint?: string
  /** What is sent, and what is read. */
  choices: Readonly<Record<string, string>>
  value: string
  problem?: string | undefined
  /** Where to go on when the form comes back. */
  autoFocus?: boolean
}

/** One answer out of a few. */
export function Choices({id, name, label, hint, choices, value, problem, ...rest}: ChoicesProps) {
  const hintId = hint && `${id}-hint`
  const problemId = problem && `${id}-problem`
  return (
    <fieldset
      className={styles.choices}
      aria-describedby={[hintId, problemId].filter(Boolean).join(' ') || undefined}
    >
      <legend className={field.label}>{label}</legend>
      {hint && (
        <p id={hintId} className={field.hint}>
          {hint}
        </p>
      )}
      {problem && (
        <p id={problemId} className={field.problem}>
          {problem}
        </p>
      )}
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
