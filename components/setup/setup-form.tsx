import {Choices, ProblemSummary, SelectField, TextField} from '#components/forms/fields.tsx'
import button from '#components/ui/button.module.css'
import label from '#components/ui/label.module.css'
import {CalendarSteps} from './calendar-steps.tsx'
import styles from './setup-form.module.css'
import page from './setup-page.module.css'
import type {FieldView, FormView, SectionView} from './setup-view.ts'

const TYPES = {
  text: 'text',
  textarea: 'text',
  tel: 'tel',
  email: 'email',
  url: 'url',
  secret: 'password',
} as const
const TEXTAREA_LINES = 4

const NOTICES: Readonly<Record<FormView['notice'], string | undefined>> = {
  opened: undefined,
  saved: 'Saved. You can go on, or close this page and come back with the link in our mail.',
  problems: 'What is marked is not saved yet; everything else is.',
  unavailable:
    'Something on our side did not answer, so this may not be saved. What you typed still stands here, except passwords: please save again in a minute.',
}

/** The whole form. Every part has its own button, and each button saves everything that was typed. */
export function SetupForm({view}: {view: FormView}) {
  const {sections, link, shown, notice} = view
  const fields = sections.flatMap((section) => section.fields)
  const wrong = fields.flatMap((field) => {
    const problem = problemOf(field, view)
    return problem === undefined ? [] : [{id: field.name, label: field.label, problem}]
  })
  return (
    <form method="post" action="/setup" className={styles.form} noValidate>
      <input type="hidden" name="link" value={link} />
      {shown !== undefined && <input type="hidden" name="shown" value={shown} />}
      <header className={page.opening}>
        <p className={label.label}>Set-up form</p>
        <h1>Tell us how you work</h1>
        {NOTICES[notice] && (
          <p role="status" className={styles.notice}>
            {NOTICES[notice]}
          </p>
        )}
        {wrong.length > 0 && <ProblemSummary problems={wrong} />}
      </header>
      <Progress view={view} />
      {sections.map((section, index) => (
        <Section key={section.key} section={section} number={index + 1} view={view} />
      ))}
      <footer className={styles.end}>
        <h2>Everything in?</h2>
        <p>Once you send the form, we begin with the set-up, and the link stops working.</p>
        <button type="submit" name="intent" value="submit" className={button.button}>
          Send the form
        </button>
      </footer>
    </form>
  )
}

/** How far the form is, by what is stored. */
function Progress({view}: {view: FormView}) {
  const parts = view.sections.map(({key, title, fields}) => ({
    key,
    title,
    missing: fields.filter(({name}) => view.missing.includes(name)).length,
  }))
  const complete = parts.filter(({missing}) => missing === 0).length
  return (
    <>
      <div className={styles.progress}>
        <p>
          <progress value={complete} max={parts.length} aria-label="Parts that are complete" />
          {complete} of {parts.length} parts complete
        </p>
      </div>
      <nav aria-label="Parts of the form">
        <ol className={styles.parts}>
          {parts.map(({key, title, missing}) => (
            <li key={key}>
              <a href={`#part-${key}`}>{title}</a>{' '}
              <span className={missing === 0 ? styles.complete : styles.missing}>
                {missing === 0 ? 'complete' : `${missing} to fill in`}
              </span>
            </li>
          ))}
        </ol>
      </nav>
    </>
  )
}

/** One part of the form, with the button that saves. */
function Section({
  section: {key, title, fields},
  number,
  view,
}: {
  section: SectionView
  number: number
  view: FormView
}) {
  return (
    <section className={styles.section} aria-labelledby={`part-${key}`}>
      <h2 id={`part-${key}`}>
        <span className={styles.number}>{number}</span> {title}
      </h2>
      <div className={styles.fields}>
        {inParts(fields).map((part) => (
          <Part key={part[0].name} fields={part} view={view} />
        ))}
        <button type="submit" name="intent" value={`save:${key}`} className={button.quiet}>
          Save “{title}”
        </button>
      </div>
    </section>
  )
}

type FieldsOfPart = readonly [FieldView, ...FieldView[]]

/** The fields of a section, with those beside each other that are part of the same thing. */
function inParts(fields: readonly FieldView[]): FieldsOfPart[] {
  const parts: [FieldView, ...FieldView[]][] = []
  for (const field of fields) {
    const last = parts.at(-1)
    if (last && field.part !== undefined && last[0].part?.of === field.part.of) last.push(field)
    else parts.push([field])
  }
  return parts
}

function Part({fields, view}: {fields: FieldsOfPart; view: FormView}) {
  const [first] = fields
  if (first.part === undefined) return <Field field={first} view={view} />
  return (
    <fieldset className={styles.part}>
      <legend className={styles.partName}>{first.part.of}</legend>
      {fields.map((field) => (
        <Field key={field.name} field={field} view={view} />
      ))}
    </fieldset>
  )
}

/** Classes that show a field only while another one holds a value, in browsers that know `:has()`; elsewhere it always stands there. */
const ONLY_WHEN: Readonly<Record<string, string | undefined>> = {
  google: styles.onlyShared,
  other: styles.onlyOther,
}

/** A field of the set-up form. What is typed into a secret never comes back from the server. */
function Field({field, view}: {field: FieldView; view: FormView}) {
  const {name, kind, choices = {}, part, onlyWhen, required} = field
  const {values, savedSecrets, savedElsewhere, focus, calendarAddress} = view
  const hint = savedSecrets.includes(name)
    ? 'Saved, and not shown again. Type only to replace it.'
    : field.hint
  const shared = {
    id: name,
    name,
    label: part?.label ?? (required ? field.label : `${field.label} (optional)`),
    value: values[name] ?? '',
    problem: problemOf(field, view),
    autoFocus: focus === name,
    ...(hint && {hint}),
  }
  const stored = savedElsewhere[name]
  const only = part === undefined ? ONLY_WHEN[onlyWhen?.holds[0] ?? ''] : onlyWhen && styles.onlyOpen
  return (
    <div className={only}>
      {kind === 'choice' ? (
        <Choices {...shared} choices={choices} />
      ) : kind === 'list' ? (
        <SelectField {...shared}>
          <option value="">Choose</option>
          {Object.entries(choices).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </SelectField>
      ) : (
        <TextField
          {...shared}
          type={TYPES[kind]}
          {...(kind === 'textarea' && {lines: TEXTAREA_LINES})}
          {...(kind === 'secret' && {value: '', autoComplete: 'off'})}
        />
      )}
      {stored !== undefined && (
        <div className={styles.elsewhere}>
          <p className={label.label}>Saved by the other window: {field.label}</p>
          <p>{stored === '' ? 'Nothing: it was emptied.' : (choices[stored] ?? stored)}</p>
        </div>
      )}
      {name === 'calendar_provider' && (
        <>
          <div className={styles.onlyGoogle}>
            <CalendarSteps provider="google" address={calendarAddress} />
          </div>
          <div className={styles.onlyOutlook}>
            <CalendarSteps provider="outlook" address={calendarAddress} />
          </div>
        </>
      )}
    </div>
  )
}

function problemOf({name}: FieldView, {problems, savedElsewhere}: FormView): string | undefined {
  if (problems[name] !== undefined) return problems[name]
  return savedElsewhere[name] === undefined
    ? undefined
    : 'Another window saved something else here. Save again to keep what stands in this field instead.'
}
