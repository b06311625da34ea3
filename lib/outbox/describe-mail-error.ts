import {z} from 'zod'

const mailError = z.object({code: z.string().optional(), responseCode: z.number().optional()})

/**
 * What may be kept of a failure to send: its code. The words of a mail host may quote an address.
 *
 * `isFinal`: the host refused this recipient or message for good (RFC 5321 §4.2.1, 5yz), so trying again is pointless.
 */
export function describeMailError(error: unknown): {code: string; isFinal: boolean} {
  const {code = 'failed', responseCode = 0} = mailError.safeParse(error).data ?? {}
  const isFinal = responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE')
  return {code: responseCode ? `${code} ${responseCode}` : code, isFinal}
}
