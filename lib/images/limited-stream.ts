/** Passes bytes on and breaks off with an error once there are more than `limit`. */
export function limitedStream(limit: number): TransformStream<Uint8Array, Uint8Array> {
  let size = 0
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size > limit) controller.error(new Error(`More than ${limit} bytes.`))
      else controller.enqueue(chunk)
    },
  })
}
