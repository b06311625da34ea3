import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import type {SanityClient} from '@sanity/client'
import {Command, InvalidArgumentError} from 'commander'
import type {PolicyContent} from '#lib/import/content.ts'
import {policyFromMarkdown} from '#lib/import/read-markdown.ts'
import {validatePolicySlug} from '#sanity/schema/addresses.ts'
import {CommandError, EXIT, type ExitCode, type Surroundings, writeClient} from './command.ts'
import {editorsParts, pendingFields, planImport} from './import-plan.ts'
import {describePart, differences} from './import-report.ts'
import {
  type ChangeWords,
  loadVersions,
  type PolicyVersions,
  publishDraft,
  writeDraft,
} from './policy-versions.ts'

/** Imports a policy from the Markdown file that the arguments name. */
export async function importPolicy(
  args: readonly string[],
  {env, print, printError}: Surroundings,
): Promise<ExitCode> {
  const program = new Command('npm run import:policy --')
    .description(
      'Imports a policy from Markdown into its draft. The same file twice changes nothing. What a policy cannot hold is named with its line, and then nothing is written.',
    )
    .argument('<file>', 'Markdown with front matter that gives the title')
    .option('--slug <slug>', 'the address on the site', readSlug, 'privacy')
    .option('--publish', 'publish the draft', false)
    .option('--summary <words>', 'with --publish: what changed, for the list of versions')
    .option('--spelling', 'with --publish: only spelling or layout changed, not what the text means', false)
    .option('--replace', 'write the file’s text even where an editor has changed it since', false)
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 the file has problems, 2 wrong use, 3 the Content Lake refused or did not answer, 4 an editor’s changes or another document are in the way.',
    )
    .configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => printError(text.trimEnd()),
    })
    .exitOverride()
    .parse(args, {from: 'user'})

  const [path = ''] = program.args
  // npm runs commands in the project's folder and keeps the folder that the person typed in.
  const markdown = await readText(resolve(env.INIT_CWD ?? '', path), path)
  const result = policyFromMarkdown(markdown)
  if (!result.ok) {
    const lines = result.problems.map(({line, message}) => `${path}:${line}: ${message}`)
    throw new CommandError(EXIT.problems, [...lines, 'Nothing was written.'].join('\n'))
  }
  return importInto(writeClient(env), result.policy, program.opts<ImportOptions>(), print)
}

function readSlug(slug: string): string {
  const verdict = validatePolicySlug({current: slug})
  if (verdict !== true) throw new InvalidArgumentError(verdict)
  return slug
}

type ImportOptions = {
  slug: string
  publish: boolean
  summary?: string
  spelling: boolean
  replace: boolean
}

/**
 * Brings a policy's draft to say what a file says, and tells a person line by line what happened. With `publish` it is
 * done only when the site says it too.
 */
async function importInto(
  client: SanityClient,
  file: PolicyContent,
  {slug, publish, summary, spelling, replace}: ImportOptions,
  say: (line: string) => void,
): Promise<ExitCode> {
  const versions = await loadVersions(client, slug)
  const current = versions.draft ?? versions.published
  const plan = planImport(file, versions, {replace})
  const changes = current ? differences(current, file) : []
  const tellChanges = () => {
    for (const line of changes) say(`  ${line}`)
  }

  const words: ChangeWords | undefined = publish
    ? {summary, kind: spelling ? 'spelling' : 'meaning'}
    : undefined
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
    return finish(client, versions, versions.draft?._rev, words, say)
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
  return finish(client, versions, revision, words, say)
}

async function finish(
  client: SanityClient,
  versions: PolicyVersions,
  draftRevision: string | undefined,
  words: ChangeWords | undefined,
  say: (line: string) => void,
): Promise<ExitCode> {
  if (draftRevision === undefined) return EXIT.done
  if (words) {
    const version = await publishDraft(client, versions, draftRevision, words)
    say(version ? `Published the draft as version ${version.number}.` : 'Published the draft.')
  } else say('The draft is not on the site yet: publish it in the Studio, or run again with --publish.')
  return EXIT.done
}

const LINE_END = 0x0a

/**
 * Reads a file that must be UTF-8. What is not would come out as replacement signs, so its line is named instead.
 *
 * @param path where the file is
 * @param name what the person called it
 * @throws CommandError when the file cannot be read or is not UTF-8
 */
export async function readText(path: string, name: string): Promise<string> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new CommandError(EXIT.usage, `The file ${name} cannot be read: ${error.message}`)
  })
  const text = decode(bytes)
  if (text !== undefined) return text
  throw new CommandError(
    EXIT.problems,
    `${name}:${foreignLine(bytes)}: This line is not UTF-8. Save the file as UTF-8 text.\nNothing was written.`,
  )
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch {
    return undefined
  }
}

/** The first line, from 1, that is not UTF-8. */
function foreignLine(bytes: Uint8Array): number {
  let [line, start] = [1, 0]
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    if (decode(bytes.subarray(start, end)) === undefined) return line
    start = end + 1
    line += 1
  }
  return line
}
