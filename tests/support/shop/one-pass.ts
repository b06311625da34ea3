import pino from 'pino'
import {openCommerce} from '#lib/commerce.ts'
import {parseCommerceEnv} from '#lib/env.ts'
import {fulfil} from '#lib/orders/fulfil.ts'
import {deliverMail} from '#lib/workers.ts'

/** One pass of what the site does after a payment, as a process of its own that can be killed: `one-pass.ts <site> <session>`. */
const [siteUrl = '', sessionId = ''] = process.argv.slice(2)
const commerce = openCommerce(parseCommerceEnv(process.env), siteUrl, pino({level: 'silent'}))
await fulfil(commerce, sessionId)
await deliverMail(commerce)
await commerce.close()
