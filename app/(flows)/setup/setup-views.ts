import type {OpenView, SetupView} from '#components/setup/setup-view.ts'
import {SETUP_FIELDS, SETUP_SECTIONS} from '#lib/setup/fields.ts'
import type {OpenSetupResult, SaveSetupResult} from '#lib/setup/form.ts'

type Texts = Readonly<Record<string, string>>

/** The form as it was left the last time. */
export function openedView(result: OpenSetupResult): SetupView {
  if (!result.ok) return {step: 'refused', reason: result.reason}
  const {continuation, draft} = result
  return {step: 'open', continuation, ...draft, problems: {}, notice: 'opened', focus: undefined}
}

/** What follows a press of a button. `intent` names the part that was saved: `save:<part>`. */
export function savedView(result: SaveSetupResult, typed: Texts, intent: string | undefined): SetupView {
  if (!result.ok) return {step: 'refused', reason: result.reason}
  if (result.submitted) return {step: 'sent', orderId: result.orderId}
  const {continuation, draft, problems} = result
  const [wrong] = [...SETUP_FIELDS.keys()].filter((name) => name in problems)
  return {
    step: 'open',
    continuation,
    // What could not be kept stands there as it was typed, to be mended.
    values: {...draft.values, ...showable(typed)},
    savedSecrets: draft.savedSecrets,
    problems,
    notice: wrong === undefined ? 'saved' : 'problems',
    focus: wrong ?? firstFieldAfter(intent),
  }
}

/** The form with what was typed, when it could not be kept. The continuation was not used up. */
export function keptView(continuation: string | undefined, typed: Texts): SetupView {
  if (continuation === undefined) return {step: 'refused', reason: 'unavailable'}
  const kept: Pick<OpenView, 'problems' | 'savedSecrets' | 'focus'> = {
    problems: {},
    savedSecrets: [],
    focus: undefined,
  }
  return {step: 'open', continuation, values: showable(typed), ...kept, notice: 'kept'}
}

/** What may be sent back to a browser: fields of the form, but never a secret. */
function showable(typed: Texts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(typed).filter(([name]) => {
      const field = SETUP_FIELDS.get(name)
      return field !== undefined && field.kind !== 'secret'
    }),
  )
}

function firstFieldAfter(intent: string | undefined): string | undefined {
  const parts = Object.entries(SETUP_SECTIONS)
  const saved = parts.findIndex(([key]) => intent === `save:${key}`)
  const [, next] = parts[saved + 1] ?? []
  return saved === -1 || next === undefined ? undefined : Object.keys(next.fields)[0]
}
