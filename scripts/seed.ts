import {runCommand} from './content/command.ts'
import {seed} from './content/seed.ts'

process.exitCode = await runCommand(seed)
