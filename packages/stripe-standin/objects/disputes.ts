import {invalidRequest} from '../errors.ts'
import type {Wire} from '../schema/types.ts'
import type {Ledger} from './ledger.ts'
import {type ApiRoute, defineRetrieve, defineRoute, listPage, PAGE_PARAMS} from './route.ts'

/** About as long as banks give a shop to submit evidence. */
const EVIDENCE_SECONDS = 9 * 24 * 60 * 60

/** https://docs.stripe.com/api/disputes: read here, opened by a test card or by a control. */
export const disputeRoutes: ApiRoute[] = [
  defineRetrieve('dispute', '/v1/disputes/:id', 'disputes.retrieve'),
  defineRoute({
    method: 'GET',
    path: '/v1/disputes',
    request: 'disputes.list',
    honours: ['charge', 'payment_intent', ...PAGE_PARAMS],
    handle: (ledger, params) =>
      listPage(
        ledger,
        'dispute',
        'disputes',
        params,
        ({charge, payment_intent: intent}) =>
          (!params.charge || charge === params.charge) &&
          (!params.payment_intent || intent === params.payment_intent),
      ),
  }),
]

/** The cardholder disputes a charge with their bank, which takes the money back. */
export function openDispute(ledger: Ledger, charge: Wire<'charge'>, reason: string): Wire<'dispute'> {
  if (!charge.paid || charge.disputed) {
    throw invalidRequest(`Charge ${charge.id} is not paid, or is disputed already.`, {param: 'charge'})
  }
  const dispute = ledger.create('dispute', {
    amount: charge.amount,
    charge: charge.id,
    currency: charge.currency,
    evidence_details: {
      due_by: ledger.now() + EVIDENCE_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: 'needs_response',
  })
  ledger.update('charge', charge, {disputed: true})
  ledger.emit('charge.dispute.created', dispute)
  ledger.emit('charge.dispute.funds_withdrawn', dispute)
  return dispute
}

/** The bank decides. A dispute that is won gives the money back. */
export function closeDispute(
  ledger: Ledger,
  dispute: Wire<'dispute'>,
  outcome: 'won' | 'lost',
): Wire<'dispute'> {
  if (dispute.status === 'won' || dispute.status === 'lost') {
    throw invalidRequest(`This dispute is already closed as ${dispute.status}.`)
  }
  const closed = ledger.update('dispute', dispute, {status: outcome})
  ledger.emit('charge.dispute.closed', closed)
  if (outcome === 'won') ledger.emit('charge.dispute.funds_reinstated', closed)
  return closed
}
