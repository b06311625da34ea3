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

/** One pass of what follows a press of a button, as a process of its own that can be killed: `one-pass.ts <site> <request> <step>`. */
const [siteUrl = '', requestId = '', step = ''] = process.argv.slice(2)
const commerce = openCommerce(parseCommerceEnv(process.env), siteUrl, pino({level: 'silent'}))
switch (step) {
  case 'correction':
    await confirmCorrection(commerce.db, requestId)
    break
  case 'child':
    await handOverWords(commerce.db, requestId, 'What my child wrote.')
    break
  default:
    await confirmDeletion(commerce, requestId)
}
await advanceRequests(commerce)
await deliverMail(commerce)
await commerce.close()
