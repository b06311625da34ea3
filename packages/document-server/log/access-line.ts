import {z} from 'zod'

/** All that the access log says of a request: what the privacy policy names, and nothing else. */
export const accessLine = z.strictObject({
  /** When the answer was complete, ISO date and time. */
  time: z.iso.datetime(),
  ip: z.string(),
  /** The kind of browser, without version or system. */
  browser: z.string(),
  method: z.string(),
  /** Without a query; one-time links masked. */
  path: z.string(),
  status: z.number().int(),
  /** Of the body. */
  bytes: z.number().int(),
  /** Milliseconds from the request's arrival to the end of the answer. */
  ms: z.number(),
  /** Names the request in this log and in the application's. */
  id: z.string(),
})

export type AccessLine = z.infer<typeof accessLine>
