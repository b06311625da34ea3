import {testCommand} from './test/main.ts'
import {TEST_STEPS} from './test/steps.ts'

await testCommand('npm test --', 'Checks, unit, integration and browser tests', TEST_STEPS)
