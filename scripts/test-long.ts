import {testCommand} from './test/main.ts'
import {LONG_STEPS} from './test/steps.ts'

await testCommand('npm run test:long --', 'Repetitions, kills and scale: takes its time', LONG_STEPS)
