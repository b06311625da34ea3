import type {SanityClient} from '@sanity/client'
import type {PolicyContent} from '#lib/import/content.ts'
import {EXIT, type ExitCode} from '../content/exit-codes.ts'
import {describePart} from './describe-part.ts'
import {differences} from './differences.ts'
import {editorsParts} from './editors-parts.ts'
import {pendingFields} from './pending-fields.ts'
import {planImport} from './plan.ts'
import {loadVersions, type PolicyVersions} from './versions.ts'
import {publishDraft, writeDraft} from './write-draft.ts'

export type ImportOptions = {slug: string; publish: boolean; replace: boolean}

/**
 * Brings a policy's draft to say what a file says, and tells a person line by line what happened. With `publish` it is
 * done only when the site says it too.
 */
export async function importInto(
  client: SanityClient,
  file: PolicyContent,
  {slug, publish, replace}: ImportOptions,
  say: (line: string) => void,
): Promise<ExitCode> {
  const versions = await loadVersions(client, slug)
  const current = versions.draft ?? versions.published
  const plan = planImport(file, versions, {replace})
  const changes = current ? differences(current, file) : []
  const tellChanges = () => {
    for (const line of changes) say(`  ${line}`)
  }

  const pending = publish && (plan === 'same' || plan === 'write') ? pendingFields(versions, slug) : []
  if (pending.length > 0) {
    say(
      `Nothing was written or published: the draft of /${slug} holds other changes that are not published (${pending.join(', ')}).`,
    )
    say('Publish or discard the draft in the Studio, or run again without --publish.')
    return EXIT.conflict
  }
  if (plan === 'same') {
    say(`Nothing to write: the ${versions.draft ? 'draft of' : 'page'} /${slug} says what the file says.`)
    return finish(client, versions, versions.draft?._rev, publish, say)
  }
  if (plan === 'edited') {
    say(
      `Nothing was written${publish ? ' or published' : ''}: the file has not changed since its last import, and /${slug} was edited since.`,
    )
    say(`The file would change:`)
    tellChanges()
    say('To write the file’s text all the same, run again with --replace.')
    return publish ? EXIT.conflict : EXIT.done
  }
  if (plan === 'blocked') {
    say(
      `Nothing was written: the draft of /${slug} holds changes that are not published. The file would change:`,
    )
    tellChanges()
    say('Publish or discard the draft in the Studio, or run again with --replace.')
    return EXIT.conflict
  }
  if (plan === 'parts') {
    say(
      `Nothing was written: an editor added parts to the text of /${slug} that the file does not have, and they would be lost:`,
    )
    for (const part of editorsParts(current?.body ?? [], file.body)) say(`  ${describePart(part)}`)
    say('Make the change in the Studio, or put a table into the file word for word and without a caption.')
    say('To write the file’s text without these parts, run again with --replace.')
    return EXIT.conflict
  }
  const revision = await writeDraft(client, versions, slug, file)
  if (current) {
    say(`Updated the draft of /${slug}:`)
    tellChanges()
  } else say(`Created the draft of /${slug}: "${file.title}", ${file.body.length} blocks of text.`)
  return finish(client, versions, revision, publish, say)
}

async function finish(
  client: SanityClient,
  versions: PolicyVersions,
  draftRevision: string | undefined,
  publish: boolean,
  say: (line: string) => void,
): Promise<ExitCode> {
  if (draftRevision === undefined) return EXIT.done
  if (publish) {
    await publishDraft(client, versions, draftRevision)
    say('Published the draft.')
  } else say('The draft is not on the site yet: publish it in the Studio, or run again with --publish.')
  return EXIT.done
}
