/** How a body may be packed, the smallest result first. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const

export type Encoding = (typeof ENCODINGS)[number]

/**
 * The encoding of an answer, by what the reader says to accept. What is not named is not accepted, but for plain bytes,
 * which are what is left when nothing else is.
 *
 * @param accepted the header `Accept-Encoding`
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.accept-encoding
 */
export function chooseEncoding(accepted: string | undefined): Encoding {
  // What browsers send, told apart without being taken apart: this runs for every page that is read.
  if (accepted === 'gzip, deflate, br, zstd' || accepted === 'gzip, deflate, br') return 'br'
  if (!accepted) return 'identity'
  const weights = weightsOf(accepted)
  const weight = (encoding: Encoding) => weights.get(encoding) ?? weights.get('*') ?? 0
  const best = Math.max(weight('br'), weight('gzip'), weights.get('identity') ?? 0)
  return ENCODINGS.find((encoding) => best > 0 && weight(encoding) === best) ?? 'identity'
}

function weightsOf(accepted: string): Map<string, number> {
  const weights = new Map<string, number>()
  for (const entry of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = entry.split(';').map((part) => part.trim())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    const weight = quality === undefined ? 1 : Number(quality.slice(2))
    const coding = name === 'x-gzip' ? 'gzip' : name
    if (coding !== '') weights.set(coding, weight >= 0 && weight <= 1 ? weight : 0)
  }
  return weights
}
