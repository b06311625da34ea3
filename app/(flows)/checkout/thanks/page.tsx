import type {Metadata} from 'next'
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
  return (
    <Thanks
      order={isGiven ? await getOrderStatus(commerce(), sessionId) : {status: 'not-yours'}}
      formParts={Object.values(SETUP_SECTIONS).map(({title}) => title)}
    />
  )
}
