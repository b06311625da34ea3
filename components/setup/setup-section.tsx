import button from '#components/ui/button.module.css'
import {SetupField} from './setup-field.tsx'
import styles from './setup-form.module.css'
import type {OpenView, SectionView} from './setup-view.ts'

type SetupSectionProps = {section: SectionView; number: number; view: OpenView}

/** One part of the form, with the button that saves. */
export function SetupSection({section: {key, title, fields}, number, view}: SetupSectionProps) {
  const {values, savedSecrets, problems, focus} = view
  return (
    <section className={styles.section} aria-labelledby={`part-${key}`}>
      <h2 id={`part-${key}`}>
        <span className={styles.number}>{number}</span> {title}
      </h2>
      <div className={styles.fields}>
        {fields.map((field) => (
          <SetupField
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            isKept={savedSecrets.includes(field.name)}
            problem={problems[field.name]}
            hasFocus={focus === field.name}
          />
        ))}
        <button type="submit" name="intent" value={`save:${key}`} className={button.quiet}>
          Save
        </button>
      </div>
    </section>
  )
}
