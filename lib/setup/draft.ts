import {SETUP_FIELDS} from './setup-fields.ts'

/** What the form shows when it is opened again. Of a secret only that there is one. */
export type Draft = {values: Record<string, string>; savedSecrets: string[]}

/** Takes out of opened service data what may be shown. */
export function draftOf(data: ReadonlyMap<string, string>): Draft {
  const draft: Draft = {values: {}, savedSecrets: []}
  for (const [name, {kind}] of SETUP_FIELDS) {
    const value = data.get(name)
    if (!value) continue
    if (kind === 'secret') draft.savedSecrets.push(name)
    else draft.values[name] = value
  }
  return draft
}
