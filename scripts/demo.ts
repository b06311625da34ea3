import {stackCommand} from './stack/command.ts'

await stackCommand(
  'npm run demo --',
  'Builds the site and runs it with all services on this machine',
  'start',
)
