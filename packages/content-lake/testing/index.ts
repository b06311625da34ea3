/** For tests of programs that speak to a Content Lake: a lake on data of its own, and a receiver of its webhooks. */
export {HookReceiver} from './hook-receiver.ts'
export {DATASET, PROJECT_ID, RestartableLake} from './restartable-lake.ts'
