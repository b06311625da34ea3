import {execFile} from 'node:child_process'
import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {Command} from 'commander'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const sanity = join(root, 'node_modules', 'sanity', 'bin', 'sanity')
const TYPES = join(root, 'sanity', 'types.gen.ts')

const {check} = new Command('npm run typegen --')
  .description('Generates the types of documents and query results from the schema and the queries.')
  .option('--check', 'change nothing, and fail when the types are out of date', false)
  .parse()
  .opts<{check: boolean}>()

/** Extracts the schema and generates types from it and the queries. Needs no service. */
async function generate(output: string): Promise<void> {
  const env = {...process.env, TYPEGEN_OUTPUT: output, DO_NOT_TRACK: '1'}
  for (const args of [
    ['schemas', 'extract', '--path', '.local/schema.json', '--force'],
    ['typegen', 'generate'],
  ])
    refuseErrors(await run(process.execPath, [sanity, ...args], {cwd: root, env}))
}

/** A query that could not be read is left out of the types, which the command mentions and does not fail for. */
function refuseErrors({stdout, stderr}: {stdout: string; stderr: string}): void {
  const errors = `${stdout}\n${stderr}`.split('\n').filter((line) => line.includes('Error while'))
  if (errors.length > 0) throw new Error(errors.join('\n'))
}

if (check) {
  const folder = await mkdtemp(join(tmpdir(), 'typegen-'))
  try {
    const fresh = join(folder, 'types.gen.ts')
    await generate(fresh)
    const [expected, found] = await Promise.all([fresh, TYPES].map((path) => readFile(path, 'utf8')))
    if (expected !== found) {
      console.error(
        'sanity/types.gen.ts is out of date with the schema or the queries. Run `npm run typegen` and commit it.',
      )
      process.exitCode = 1
    }
  } finally {
    await rm(folder, {recursive: true})
  }
} else {
  await generate(TYPES)
  console.log('Generated sanity/types.gen.ts.')
}
