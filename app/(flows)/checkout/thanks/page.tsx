import type {Metadata} from 'next'
import {deliverSoon} from '#app/deliver-soon.ts'
import {Thanks} from '#components/checkout/thanks.tsx'
import {commerce} from '#lib/commerce.ts'
import {getOrderStatus} from '#lib/orders/checkout/view.ts'
import {SETUP_SECTIONS} from '#lib/setup/fields.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {title: 'Your order', robots: {index: false}}

type PageProps = {searchParams: Promise<{session_id?: string | string[]}>}

/** Where Stripe leads a buyer back to: the truth about their order, and what comes next. */
export default async function ThanksPage({searchParams}: PageProps) {
  const {session_id: sessionId} = await searchParams
  const isGiven = typeof sessionId === 'string'
  const order = isGiven ? await getOrderStatus(commerce(), sessionId) : ({status: 'not-yours'} as const)
  // A payment may be heard of here first.
  if (order.status === 'paid') deliverSoon()
  return <Thanks order={order} formParts={Object.values(SETUP_SECTIONS).map(({title}) => title)} />
}
