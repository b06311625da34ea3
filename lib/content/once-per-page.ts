import {draftMode} from 'next/headers'
import {cache} from 'react'

type Reading = {marks?: boolean}

/**
 * Makes a reader of content that is asked once for all parts of a page that need the same: its head, its body and what
 * stands around it. Marks are for previews alone, so what visitors get is read one way only. Outside of pages it is asked
 * each time.
 *
 * @param read gets the words that name what is read, with marks or without
 */
export function oncePerPage<Names extends string[], Found>(
  read: (options: Required<Reading>, ...names: Names) => Promise<Found>,
): (options?: Reading, ...names: Names) => Promise<Found> {
  const readOnce = cache((marks: boolean, ...names: Names) => read({marks}, ...names))
  return async ({marks = true} = {}, ...names) => readOnce(marks && (await draftMode()).isEnabled, ...names)
}
