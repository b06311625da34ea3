import {ofProcess} from './ops/command-line.ts'
import {runStripeSync} from './ops/stripe-sync.ts'

process.exitCode = await runStripeSync(process.argv.slice(2), ofProcess())
