import type {Metadata} from 'next'
import {Thanks} from '#components/checkout/thanks.tsx'
import {commerce} from '#lib/commerce.ts'
import {formatMoney} from '#lib/format/money.ts'
import {maskEmail} from '#lib/format/text.ts'
import {type ToldThanks, tellThanks} from '#lib/orders/tell-thanks.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {title: 'Your order', robots: {index: false}}

type PageProps = {searchParams: Promise<{session_id?: string | string[]}>}

/** Where Stripe leads a buyer back to: the truth about their order, and what comes next. */
export default async function ThanksPage({searchParams}: PageProps) {
  const {session_id: sessionId} = await searchParams
  const thanks: ToldThanks =
    typeof sessionId === 'string' ? await tellThanks(commerce(), sessionId) : {status: 'not-yours'}
  if (!('order' in thanks)) return <Thanks view={{status: thanks.status}} />

  const {id, plan, planName, amountTotal, currency, state, nonce, detailsAt} = thanks.order
  const isPriced = amountTotal !== null && currency !== null
  return (
    <Thanks
      view={{
        status: thanks.status,
        orderId: id,
        planName,
        amount: isPriced ? formatMoney(amountTotal, currency) : undefined,
        email: thanks.status === 'paid' && thanks.email ? maskEmail(thanks.email) : undefined,
        state,
        hasDetails: detailsAt !== null,
        payHref: `/checkout/${plan}?order=${nonce}`,
      }}
    />
  )
}
