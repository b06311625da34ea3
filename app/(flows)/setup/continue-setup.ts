'use server'

import {headers} from 'next/headers'
import type {SetupView} from '#components/setup/setup-view.ts'
import {commerce} from '#lib/commerce.ts'
import {env} from '#lib/env.ts'
import {isSameOrigin} from '#lib/http/request.ts'
import {logger} from '#lib/log/logger.ts'
import {openSetup, saveSetup} from '#lib/setup/form.ts'
import {keptView, openedView, savedView} from './setup-views.ts'

/** Every button of the set-up page: opens the form, saves it, or sends it. */
export async function continueSetup(_previous: SetupView, sent: FormData): Promise<SetupView> {
  if (!isSameOrigin(await headers(), env().SITE_URL)) return {step: 'refused', reason: 'foreign'}
  const {intent, link, continuation, ...typed} = textsOf(sent)
  try {
    if (intent === 'open') return openedView(await openSetup(commerce(), link ?? ''))
    const result = await saveSetup(commerce(), continuation ?? '', typed, intent === 'submit')
    return savedView(result, typed, intent)
  } catch (error) {
    // Its message may quote what the client typed.
    logger.error({error: error instanceof Error ? error.name : 'unknown'}, 'a set-up form could not be kept')
    return keptView(continuation, typed)
  }
}

/** The texts of a form by name. Files, which no form of ours sends, are left out. */
function textsOf(sent: FormData): Record<string, string> {
  return Object.fromEntries(
    [...sent].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
