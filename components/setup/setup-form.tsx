import {ProblemSummary} from '#components/forms/fields.tsx'
import button from '#components/ui/button.module.css'
import label from '#components/ui/label.module.css'
import form from './setup-form.module.css'
import page from './setup-page.module.css'
import {SetupSection} from './setup-section.tsx'
import type {OpenView, SectionView} from './setup-view.ts'

type SetupFormProps = {
  view: OpenView
  sections: readonly SectionView[]
  link: string | undefined
  send: (sent: FormData) => void
}

const NOTICES: Readonly<Record<OpenView['notice'], string | undefined>> = {
  opened: undefined,
  saved: 'Saved. You can go on, or close this page and come back with the link in our mail.',
  problems: 'What is marked is not saved yet; everything else is.',
  kept: 'Something on our side did not answer, so nothing was saved. What you typed still stands here, except passwords: please save again in a minute.',
}

/** The whole form. Every part has its own button, and each button saves everything that was typed. */
export function SetupForm({view, sections, link, send}: SetupFormProps) {
  const {continuation, problems, notice} = view
  const fields = sections.flatMap((section) => section.fields)
  const wrong = fields.flatMap(({name}) => {
    const problem = problems[name]
    return problem === undefined ? [] : [{id: name, problem}]
  })
  return (
    <form action={send} className={form.form} noValidate>
      <input type="hidden" name="continuation" value={continuation} />
      {link !== undefined && <input type="hidden" name="link" value={link} />}
      <header className={page.opening}>
        <p className={label.label}>Set-up form</p>
        <h1>Tell us how you work</h1>
        {NOTICES[notice] && (
          <p role="status" className={form.notice}>
            {NOTICES[notice]}
          </p>
        )}
        {wrong.length > 0 && <ProblemSummary problems={wrong} />}
      </header>
      {sections.map((section, index) => (
        <SetupSection key={section.key} section={section} number={index + 1} view={view} />
      ))}
      <footer className={form.end}>
        <h2>Everything in?</h2>
        <p>Once you send the form, we begin with the set-up, and the link stops working.</p>
        <button type="submit" name="intent" value="submit" className={button.button}>
          Send the form
        </button>
      </footer>
    </form>
  )
}
