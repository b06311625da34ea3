import {once} from 'node:events'
import pino from 'pino'
import {openCommerce} from '#lib/commerce.ts'
import {parseCommerceEnv} from '#lib/env.ts'
import {
  advanceRequests,
  confirmCorrection,
  confirmDeletion,
  handOverWords,
} from '#lib/personal-data/carry-out.ts'
import {deliverMail} from '#lib/workers.ts'

/** What the process that started this one sends it. */
export type Pass = {
  siteUrl: string
  requestId: string
  step: 'correction' | 'deletion' | 'child'
  env: NodeJS.ProcessEnv
}

/**
 * One pass of what follows a press of a button, as a process of its own that can be killed. It loads what it needs, then
 * waits for a `Pass`.
 */
if (process.send) {
  const [{siteUrl, requestId, step, env}] = (await once(process, 'message')) as [Pass]
  const commerce = openCommerce(parseCommerceEnv(env), siteUrl, pino({level: 'silent'}))
  if (step === 'correction') await confirmCorrection(commerce.db, requestId)
  else if (step === 'child') await handOverWords(commerce.db, requestId, 'What my child wrote.')
  else await confirmDeletion(commerce, requestId)
  await advanceRequests(commerce)
  await deliverMail(commerce)
  await commerce.close()
  process.disconnect()
}
