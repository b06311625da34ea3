import {runCommand} from './content/command.ts'
import {importPolicy} from './content/import-policy.ts'

process.exitCode = await runCommand((surroundings) => importPolicy(process.argv.slice(2), surroundings))
