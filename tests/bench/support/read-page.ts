import {exchange} from './exchange.ts'

/**
 * A page's text, and the milliseconds to its first byte.
 *
 * @throws Error when the page is not there
 */
export async function readPage(url: string): Promise<{firstByte: number; text: string}> {
  const {status, body, firstByte} = await exchange(url)
  if (status !== 200) throw new Error(`${url} answered ${status}.`)
  return {firstByte, text: body.toString('utf8')}
}
