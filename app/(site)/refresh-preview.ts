'use server'

import {refresh} from 'next/cache'
import {draftMode} from 'next/headers'

/** Renders the page of an editor in draft mode anew. Nothing is expired: visitors keep what they have. */
export async function refreshPreview(): Promise<void> {
  const {isEnabled} = await draftMode()
  if (isEnabled) refresh()
}
