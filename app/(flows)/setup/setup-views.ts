import type {FormView, SectionView, UnsavedWords} from '#components/setup/setup-view.ts'
import {missingDetails, SETUP_FIELDS, SETUP_SECTIONS} from '#lib/setup/fields.ts'
import type {SetupForm} from '#lib/setup/form.ts'
import type {ReturnedSetup} from './returned-setup.ts'

/** What is true of the form however it is stored. */
type FormFacts = Pick<FormView, 'link' | 'calendarAddress'>

const SECTIONS: readonly SectionView[] = Object.entries(SETUP_SECTIONS).map(([key, {title, fields}]) => ({
  key,
  title,
  fields: Object.entries(fields).map(([name, field]) => ({name, ...field})),
}))

/** The form as it is stored. `saved` names the part that was saved just now. */
export function storedView(
  facts: FormFacts,
  stored: SetupForm,
  saved: string | string[] | undefined,
): FormView {
  return {
    ...base(facts, stored),
    values: stored.draft.values,
    notice: saved === undefined ? 'opened' : 'saved',
    focus: firstFieldAfter(saved),
  }
}

/**
 * The form as it was typed, with what is wrong with it and what is stored in its place.
 *
 * @param stored left out when it cannot be read
 */
export function returnedView(
  facts: FormFacts,
  stored: SetupForm | undefined,
  returned: ReturnedSetup,
): FormView {
  const {typed, shown, isSaved, problems, conflicts, unsaved} = returned
  const draft = stored?.draft ?? {values: {}, savedSecrets: []}
  if (stored === undefined || !isSaved) {
    // Sent once more, it is compared with what its client saw, and not with what is stored by now.
    return {...base(facts, {draft, shown}), values: {...draft.values, ...typed}, notice: 'unavailable'}
  }
  const {values} = draft
  const typedAt = (name: string): [string, string] => [name, typed[name] ?? values[name] ?? '']
  return {
    ...base(facts, stored),
    // Every other field is stored, by this window or by another one since.
    values: {...values, ...Object.fromEntries(unsaved.map(typedAt))},
    problems,
    savedElsewhere: Object.fromEntries(conflicts.map((name) => [name, values[name] ?? ''])),
    notice: 'problems',
    focus: [...SETUP_FIELDS.keys()].find((name) => unsaved.includes(name)),
  }
}

/** What was typed in a form that was refused as a whole. */
export function unsavedWords({typed, unsaved}: ReturnedSetup): UnsavedWords[] {
  return unsaved.flatMap((name) => {
    const field = SETUP_FIELDS.get(name)
    const value = typed[name]?.trim()
    return field && value ? [{label: field.label, value: field.choices?.[value] ?? value}] : []
  })
}

function base(
  facts: FormFacts,
  {draft, shown}: Pick<SetupForm, 'draft'> & {shown: string | undefined},
): FormView {
  const {values, savedSecrets} = draft
  return {
    ...facts,
    sections: SECTIONS,
    shown,
    values,
    missing: Object.keys(missingDetails(new Map([...Object.entries(values), ...savedSecrets.map(filled)]))),
    savedSecrets,
    problems: {},
    savedElsewhere: {},
    notice: 'opened',
    focus: undefined,
  }
}

/** A secret of any kind that is stored. */
const filled = (name: string): [string, string] => [name, 'stored']

function firstFieldAfter(part: string | string[] | undefined): string | undefined {
  const at = SECTIONS.findIndex(({key}) => key === part)
  return at === -1 ? undefined : SECTIONS[at + 1]?.fields[0]?.name
}
