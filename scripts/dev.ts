import {stackCommand} from './stack/command.ts'

await stackCommand('npm run dev --', 'Runs the site with hot reload and all services on this machine', 'dev')
