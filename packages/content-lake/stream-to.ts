import type {ServerResponse} from 'node:http'
import type {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'

/** Sends a stream as the rest of an answer. A reader who leaves before the end is no fault; a source that breaks is. */
export async function streamTo(outgoing: ServerResponse, source: Readable): Promise<void> {
  try {
    await pipeline(source, outgoing)
  } catch (error) {
    const left = error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
    if (!left) throw error
  }
}
