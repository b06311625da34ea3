import {readdir, stat, writeFile} from 'node:fs/promises'
import {basename, dirname, extname, join, resolve} from 'node:path'
import type {SanityClient} from '@sanity/client'
import {Command, InvalidArgumentError} from 'commander'
import {z} from 'zod'
import {formatUsDate} from '#lib/format/dates.ts'
import type {ReadOptions} from '#lib/import/arrange.ts'
import type {PolicyContent} from '#lib/import/content.ts'
import {type Finding, summarise} from '#lib/import/findings.ts'
import {policyFromHtml, policyFromMarkdown} from '#lib/import/read-file.ts'
import {policyText, storedContent} from '#lib/import/store.ts'
import {SERVED_PATHS_QUERY} from '#sanity/queries/editing.ts'
import {validatePolicySlug} from '#sanity/schema/addresses.ts'
import {CommandError, EXIT, type ExitCode, type Surroundings, writeClient} from './command.ts'
import {readAddressMap, readText, withPictures} from './import-files.ts'
import {hasUnpublishedWords, pendingFields, planImport, type Settlement} from './import-plan.ts'
import {conflictTable, differences, type FileReport, folderSummary} from './import-report.ts'
import {
  type ChangeWords,
  loadVersions,
  type PolicyVersions,
  publishDraft,
  writeDraft,
} from './policy-versions.ts'

type Options = {
  slug?: string
  publish: boolean
  summary?: string
  spelling: boolean
  check: boolean
  report?: string
  base?: string
  map?: string
  locale: string
  date?: string
  title?: string
  ours: boolean
  theirs: boolean
  replace: boolean
  yes: boolean
}

/** Imports the policies from the file, or from the files of the folder, that the arguments name. */
export async function importPolicy(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const {env, print, printError} = surroundings
  const program = new Command('npm run import:policy --')
    .description(
      'Imports a policy from Markdown or HTML into its draft. What changed in the file and what changed in the Studio are brought together; the same file twice changes nothing.',
    )
    .argument('<file>', 'Markdown or HTML, or a folder of such files')
    .option(
      '--slug <slug>',
      'the address on the site (privacy; of a folder, each file has its name)',
      readSlug,
    )
    .option('--publish', 'publish the draft', false)
    .option('--summary <words>', 'with --publish: what changed, for the list of versions')
    .option('--spelling', 'with --publish: only spelling or layout changed, not what the text means', false)
    .option('--check', 'read and say what would happen, and write nothing', false)
    .option('--report <file>', 'write everything that was found into a JSON file')
    .option(
      '--base <url>',
      'the address of the file on the old site: relative links become absolute',
      readUrl,
    )
    .option('--map <file>', 'new addresses for old ones: a JSON object, or a line "old new" for each')
    .option('--locale <tag>', 'says whether 1/6/2023 is in January or in June', readLocale, 'en-US')
    .option('--date <date>', 'the date of the last change, where the file says none: 2023-01-06', readDate)
    .option('--title <title>', 'the title, where the file says none')
    .option('--ours', 'where both changed the same part, keep the words of the Studio', false)
    .option('--theirs', 'where both changed the same part, take the words of the file', false)
    .option('--replace', 'write the file’s whole text, and drop what an editor changed since', false)
    .option('--yes', 'publish even what takes away more than a third of the words', false)
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
  const options = program.opts<Options>()
  // npm runs commands in the project's folder and keeps the folder that the person typed in.
  const place = (name: string) => resolve(env.INIT_CWD ?? '', name)
  const files = await filesAt(place(path), path)
  const client = options.check && !env.SANITY_WRITE_TOKEN ? undefined : writeClient(env)
  const reading: ReadOptions = {
    locale: options.locale,
    base: options.base,
    ...(options.map !== undefined && {map: await readAddressMap(place(options.map), options.map)}),
    ...(options.date !== undefined && {date: options.date}),
    ...(client && {serves: await servedPaths(client)}),
  }
  const report: FileReport[] = []
  let worst: ExitCode = EXIT.done
  for (const {file, name} of files) {
    const slug =
      options.slug ?? (files.length > 1 || files[0]?.file !== place(path) ? slugOf(file) : 'privacy')
    const code = await importFile({file, name, slug, reading, options, client, report}, surroundings)
    worst = code > worst ? code : worst
  }
  if (files.length > 1) print(folderSummary(report))
  if (options.report !== undefined)
    await writeFile(place(options.report), `${JSON.stringify(report, null, 2)}\n`)
  return worst
}

type FileImport = {
  file: string
  name: string
  slug: string
  reading: ReadOptions
  options: Options
  client: SanityClient | undefined
  report: FileReport[]
}

async function importFile(
  {file, name, slug, reading, options, client, report}: FileImport,
  {print, printError, confirm}: Surroundings,
): Promise<ExitCode> {
  const text = await readText(file, name)
  const read = /\.html?$/i.test(file) ? policyFromHtml : policyFromMarkdown
  const result = read(text, {
    ...reading,
    title: options.title,
    name: titleOf(file),
    file: basename(file),
  })
  const {findings} = result
  report.push({
    file: name,
    slug,
    ok: result.ok,
    ...(result.ok && {title: result.policy.title, lastUpdated: result.policy.lastUpdated}),
    findings,
  })
  if (!result.ok) {
    printError(
      [
        `${name} cannot be brought in as it is:`,
        ...summarise(findings),
        'Nothing was written. Mend the file, then run the same command again.',
      ].join('\n'),
    )
    return EXIT.problems
  }
  if (findings.length > 0) for (const line of [`${name}:`, ...summarise(findings)]) print(line)
  if (!client || options.check) {
    const {policy} = result
    const open = openIn(policy, findings)
    print(
      `${name} can be brought in: "${policy.title}", ${policy.body.length} paragraphs, headings and the like, ${policy.lastUpdated ? `last changed on ${formatUsDate(policy.lastUpdated)}` : 'without a date'}. Nothing was written: --check only looks.`,
    )
    if (open.length > 0) print(`Before it can be published: ${open.join('; ')}.`)
    return EXIT.done
  }
  const {policy, missing} = await withPictures(client, result.policy, dirname(file))
  for (const picture of missing)
    print(
      `${name}: the picture ${picture} is not beside the file. What it shows stands in its place, in words.`,
    )
  return importInto(client, policy, {slug, options, findings, name}, print, confirm)
}

type Target = {slug: string; options: Options; findings: readonly Finding[]; name: string}

/**
 * Brings a policy's draft to say what a file says, and tells a person line by line what happened. With `publish` it is
 * done only when the site says it too.
 */
async function importInto(
  client: SanityClient,
  file: PolicyContent,
  {slug, options, findings, name}: Target,
  say: (line: string) => void,
  confirm: Surroundings['confirm'],
): Promise<ExitCode> {
  const {publish, summary, spelling} = options
  const words: ChangeWords | undefined = publish
    ? {summary, kind: spelling ? 'spelling' : 'meaning'}
    : undefined
  const leftovers = findings.filter(({severity}) => severity === 'leftover')
  const versions = await loadVersions(client, slug)
  const current = versions.draft ?? versions.published
  const plan = planImport(file, versions, settlementOf(options))

  if (publish && (plan.kind === 'same' || plan.kind === 'write')) {
    const pending = [
      ...pendingFields(versions, slug),
      ...(plan.kind === 'write' && hasUnpublishedWords(versions) && !options.replace ? ['text'] : []),
    ]
    if (pending.length > 0) {
      say(
        `Nothing was written or published: the draft of /${slug} holds other changes that are not published (${pending.join(', ')}).`,
      )
      say('Publish or discard the draft in the Studio, or run again without --publish.')
      return EXIT.conflict
    }
    const why =
      leftovers.length > 0
        ? `${name} holds what a template should have filled in`
        : file.lastUpdated === undefined
          ? `${name} says no date`
          : file.title === ''
            ? `${name} says no title`
            : undefined
    if (why !== undefined) {
      say(
        `Nothing was written or published: ${why}. Mend the file, or import it as a draft, without --publish.`,
      )
      return EXIT.problems
    }
  }
  if (plan.kind === 'same') {
    say(`Nothing to write: the ${versions.draft ? 'draft of' : 'page'} /${slug} says what the file says.`)
    return finish(client, versions, versions.draft?._rev, words, say)
  }
  if (plan.kind === 'edited') {
    say(
      `Nothing was written${publish ? ' or published' : ''}: the file brings nothing new, and /${slug} was edited since its last import.`,
    )
    say('The file would change:')
    for (const line of current ? differences(current, file) : []) say(`  ${line}`)
    say('To write the file’s text all the same, run again with --replace.')
    return publish ? EXIT.conflict : EXIT.done
  }
  if (plan.kind === 'conflict') {
    say(
      `Nothing was written: the file and the Studio both changed the same parts of /${slug} since the last import.`,
    )
    say(conflictTable(plan.conflicts))
    say(
      'Run again with --ours to keep the words of the Studio in these parts, or with --theirs to take those of the file. Whatever only one side changed is taken either way.',
    )
    return EXIT.conflict
  }
  if (publish && versions.published && !options.yes) {
    const lost = lostShare(
      policyText({body: versions.published.body ?? []}),
      policyText({body: plan.text.body}),
    )
    const question = `This takes away ${Math.round(lost * 100)} of 100 words that stand at /${slug} now. Publish it?`
    if (lost > MAX_LOST_SHARE && !(await confirm?.(question))) {
      say(
        `Nothing was written or published: it would take away ${Math.round(lost * 100)} of 100 words that stand at /${slug} now. If that is meant, run again with --yes.`,
      )
      return EXIT.conflict
    }
  }
  const note = noteOf(file, findings)
  const revision = await writeDraft(client, versions, slug, {text: plan.text, file, note})
  if (current) {
    say(`Updated the draft of /${slug}:`)
    for (const line of differences(current, {...plan.text, body: storedContent(plan.text.body)}))
      say(`  ${line}`)
    if (plan.kept > 0) say(`  Kept ${plan.kept} part${plan.kept === 1 ? '' : 's'} that only the Studio has.`)
  } else say(`Created the draft of /${slug}: "${file.title}", ${file.body.length} blocks of text.`)
  return finish(client, versions, revision, words, say)
}

/** Publishing more than this share of the words away is asked about: a file that was cut short looks like that. */
const MAX_LOST_SHARE = 1 / 3

/** Which share of some words, counted one by one, others do not have. */
function lostShare(before: readonly string[], after: readonly string[]): number {
  const count = (texts: readonly string[]) => {
    const counts = new Map<string, number>()
    for (const word of texts.join(' ').split(/\s+/)) if (word) counts.set(word, (counts.get(word) ?? 0) + 1)
    return counts
  }
  const [old, now] = [count(before), count(after)]
  let [all, lost] = [0, 0]
  for (const [word, times] of old) {
    all += times
    lost += Math.max(0, times - (now.get(word) ?? 0))
  }
  return all === 0 ? 0 : lost / all
}

/** What an editor has to do before the text can be published. */
function openIn(file: PolicyContent, findings: readonly Finding[]): string[] {
  const leftovers = findings.filter(({severity}) => severity === 'leftover')
  const named = leftovers.slice(0, MAX_NAMED).map(({what}) => what)
  return [
    ...(file.lastUpdated === undefined ? ['fill in "Last updated": the file says no date'] : []),
    ...(file.title === '' ? ['fill in the title: the file says none'] : []),
    ...(leftovers.length > 0 ? [`fill in what a template left open: ${named.join(', ')}`] : []),
  ]
}

const MAX_NAMED = 8

function noteOf(file: PolicyContent, findings: readonly Finding[]): string | undefined {
  const open = openIn(file, findings)
  return open.length > 0 ? `Imported. Before you publish: ${open.join('; ')}.` : undefined
}

function settlementOf({ours, theirs, replace}: Options): Settlement {
  if ([ours, theirs, replace].filter(Boolean).length > 1)
    throw new CommandError(EXIT.usage, 'Give one of --ours, --theirs and --replace.')
  return replace ? 'replace' : ours ? 'ours' : theirs ? 'theirs' : undefined
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

/** What the site answers, by the documents that it has. */
async function servedPaths(client: SanityClient): Promise<(path: string) => boolean> {
  const paths = new Set<unknown>(await client.fetch(SERVED_PATHS_QUERY, {}, {perspective: 'published'}))
  return (path) => paths.has(path)
}

async function filesAt(place: string, name: string): Promise<{file: string; name: string}[]> {
  const found = await stat(place).catch((error: Error) => {
    throw new CommandError(EXIT.usage, `The file ${name} cannot be read: ${error.message}`)
  })
  if (!found.isDirectory()) return [{file: place, name}]
  const entries = (await readdir(place)).filter((entry) => /\.(?:mdx?|markdown|html?)$/i.test(entry)).sort()
  if (entries.length === 0)
    throw new CommandError(EXIT.usage, `The folder ${name} has no Markdown or HTML file.`)
  return entries.map((entry) => ({file: join(place, entry), name: join(name, entry)}))
}

const stemOf = (file: string): string => basename(file, extname(file))

function slugOf(file: string): string {
  return readSlug(
    stemOf(file)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, ''),
  )
}

/** The name of a file as a title: `privacy-policy` as "Privacy policy"; nothing for one that says nothing. */
function titleOf(file: string): string | undefined {
  const words = stemOf(file).replace(/[-_]+/g, ' ').trim()
  if (/^(?:index|readme|policy|page)$/i.test(words)) return undefined
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

function readSlug(slug: string): string {
  const verdict = validatePolicySlug({current: slug})
  if (verdict !== true) throw new InvalidArgumentError(verdict)
  return slug
}

function readUrl(url: string): string {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new InvalidArgumentError('Give a whole address: https://old.example/')
  return url
}

function readLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en-US'
  } catch {
    throw new InvalidArgumentError('Give a language tag such as en-US or en-GB.')
  }
}

function readDate(date: string): string {
  if (z.iso.date().safeParse(date).success) return date
  throw new InvalidArgumentError('Give a date such as 2023-01-06.')
}
