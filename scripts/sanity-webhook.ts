import {runCommand} from './content/command.ts'
import {syncWebhook} from './content/webhook.ts'

process.exitCode = await runCommand((surroundings) => syncWebhook(process.argv.slice(2), surroundings))
