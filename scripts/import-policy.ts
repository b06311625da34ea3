import {resolve} from 'node:path'
import {Command, InvalidArgumentError} from 'commander'
import {importPolicy} from '#lib/import/import-policy.ts'
import {validatePolicySlug} from '#sanity/schema/addresses.ts'
import {CommandError, runCommand} from './content/command-error.ts'
import {EXIT} from './content/exit-codes.ts'
import {writeClient} from './content/write-client.ts'
import {type ImportOptions, importInto} from './policy/import-into.ts'
import {readText} from './policy/read-text.ts'

const program = new Command('npm run import:policy --')
  .description(
    'Imports a policy from Markdown into its draft. The same file twice changes nothing. What a policy cannot hold is named with its line, and then nothing is written.',
  )
  .argument('<file>', 'Markdown with front matter that gives the title')
  .option('--slug <slug>', 'the address on the site', readSlug, 'privacy')
  .option('--publish', 'publish the draft', false)
  .option('--replace', 'write the file’s text even where an editor has changed it since', false)
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 the file has problems, 2 wrong use, 3 the Content Lake refused or did not answer, 4 an editor’s changes or another document are in the way.',
  )
  .exitOverride(({exitCode}) => process.exit(exitCode === 0 ? EXIT.done : EXIT.usage))
  .parse()

function readSlug(slug: string): string {
  const verdict = validatePolicySlug({current: slug})
  if (verdict !== true) throw new InvalidArgumentError(verdict)
  return slug
}

await runCommand(async () => {
  const [path = ''] = program.args
  // npm runs commands in the project's folder and keeps the folder that the person typed in.
  const markdown = await readText(resolve(process.env.INIT_CWD ?? '', path), path)
  const result = importPolicy(markdown)
  if (!result.ok) {
    const lines = result.problems.map(({line, message}) => `${path}:${line}: ${message}`)
    throw new CommandError(EXIT.problems, [...lines, 'Nothing was written.'].join('\n'))
  }
  return importInto(writeClient(), result.policy, program.opts<ImportOptions>(), (line) => console.log(line))
})
