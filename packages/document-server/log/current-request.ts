import {AsyncLocalStorage} from 'node:async_hooks'

/** The id of the request that is being answered, wherever something is logged. */
export const currentRequest = new AsyncLocalStorage<string>()
