import {StripeError} from '../errors.ts'
import {type Answer, htmlAnswer, matchPath, type Request} from '../http.ts'
import type {Ledger} from '../objects/ledger.ts'
import type {Wire} from '../schema/types.ts'
import {inLedger, type Standin} from '../standin.ts'
import {messagePage} from './html.ts'
import {invoicePage, invoicePdf} from './invoice-page.ts'
import {overviewRoute} from './overview-page.ts'
import {authenticateRoute, payRoute} from './pay-page.ts'

/** Answers every page for people: checkout, invoices, the overview. */
export function handlePage(standin: Standin, request: Request): Answer {
  const {method, path, body} = request
  try {
    if (path === '/') return overviewRoute(standin, request)
    const pay = matchPath('/c/pay/:id', path)
    if (pay?.id)
      return onSession(standin, pay.id, (ledger, session) => payRoute(ledger, session, method, body))
    const challenge = matchPath('/c/pay/:id/authenticate', path)
    if (challenge?.id) {
      return onSession(standin, challenge.id, (ledger, session) =>
        authenticateRoute(ledger, session, method, body),
      )
    }
    return invoiceAnswer(standin, path) ?? notFound()
  } catch (error) {
    if (error instanceof StripeError)
      return htmlAnswer(error.status, messagePage('Not possible', error.message))
    throw error
  }
}

function onSession(standin: Standin, id: string, work: SessionWork): Answer {
  const row = standin.store.objects.find(id)
  if (row?.name !== 'checkout.session') return notFound()
  return inLedger(standin, row.livemode, (ledger) => work(ledger, ledger.get('checkout.session', id)))
}

type SessionWork = (ledger: Ledger, session: Wire<'checkout.session'>) => Answer

function invoiceAnswer(standin: Standin, path: string): Answer | undefined {
  const page = matchPath('/i/:account/:id', path)
  const id = page?.id ?? matchPath('/i/:account/:id/pdf', path)?.id
  const row = id ? standin.store.objects.find(id) : undefined
  if (row?.name !== 'invoice') return undefined
  return inLedger(standin, row.livemode, (ledger) => {
    const invoice = ledger.get('invoice', row.id)
    if (page) return htmlAnswer(200, invoicePage(invoice))
    return {
      status: 200,
      headers: {'content-type': 'application/pdf'},
      body: Buffer.from(invoicePdf(invoice), 'latin1'),
    }
  })
}

function notFound(): Answer {
  return htmlAnswer(404, messagePage('Not found', 'There is no such page, or the stand-in was reset since.'))
}
