/** A request, or a response: whatever has a body and may say how long it is. */
type Message = Pick<Request, 'headers' | 'body'>

/**
 * Reads a body as UTF-8 text, but no more than `limit` bytes of it.
 *
 * @returns nothing when the body is longer; the rest of it is not read.
 */
export async function limitedText(message: Message, limit: number): Promise<string | undefined> {
  if (Number(message.headers.get('content-length')) > limit) return undefined
  if (!message.body) return ''
  const reader = message.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (;;) {
    const {done, value} = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > limit) {
      await reader.cancel()
      return undefined
    }
    text += decoder.decode(value, {stream: true})
  }
}
