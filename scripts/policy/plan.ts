import type {PolicyContent, StoredPolicyContent} from '#lib/import/content.ts'
import {policyDigest} from '#lib/import/digest.ts'
import {storedContent} from '#lib/import/stored-content.ts'
import {editorsParts} from './editors-parts.ts'
import type {PolicyVersions, StoredPolicy} from './versions.ts'

/**
 * What an import has to do.
 *
 * - `write`: the draft gets the file's text.
 * - `same`: the newest version says what the file says already.
 * - `edited`: the file is as it was at its last import, and an editor has changed the text since; the editor's
 *   text stays.
 * - `parts`: the file has changed, and the text holds tables or the like that an editor added and the file has not.
 * - `blocked`: the file has changed, and a draft holds words of an editor that are published nowhere.
 */
export type Plan = 'write' | 'same' | 'edited' | 'blocked' | 'parts'

/** Decides what an import does. With `replace`, an editor's words give way to the file's. */
export function planImport(
  file: PolicyContent,
  {published, draft}: Pick<PolicyVersions, 'published' | 'draft'>,
  {replace}: {replace: boolean},
): Plan {
  const current = draft ?? published
  if (!current) return 'write'
  const fileDigest = policyDigest(file)
  const currentDigest = policyDigest(contentOf(current))
  if (currentDigest === fileDigest) return 'same'
  if (replace) return 'write'
  if (current.importDigest === fileDigest) return 'edited'
  if (draft && !isWrittenElsewhere(currentDigest, draft, published)) return 'blocked'
  return editorsParts(current.body ?? [], file.body).length > 0 ? 'parts' : 'write'
}

/** Whether the words of a draft are kept by a file or by the published document, so that none is lost with it. */
function isWrittenElsewhere(
  digest: string,
  draft: StoredPolicy,
  published: StoredPolicy | undefined,
): boolean {
  return (
    digest === draft.importDigest ||
    (published !== undefined && digest === policyDigest(contentOf(published)))
  )
}

/** What a stored policy says, as an import would give it. */
export function contentOf({title, lastUpdated, body}: StoredPolicy): StoredPolicyContent {
  return {title: title ?? '', lastUpdated: lastUpdated ?? '', body: storedContent(body ?? [])}
}
