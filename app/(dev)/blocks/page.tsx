import type {Metadata} from 'next'
import {notFound} from 'next/navigation'
import {Blocks} from '#components/blocks/blocks.tsx'
import {EXAMPLE_BLOCKS} from '#components/blocks/views.ts'
import {DRAWINGS, Drawing} from '#components/ui/drawing.tsx'
import styles from './parts.module.css'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {title: 'All blocks', robots: {index: false}}

const OFFERS = {lifetime_access: {amount: 9_900, currency: 'usd'}}

/** Every block and drawing, for those who work on them. It is not there in production. */
export default function AllBlocksPage() {
  if (process.env.NODE_ENV === 'production') notFound()
  return (
    <>
      <Blocks title="All blocks" blocks={EXAMPLE_BLOCKS} offers={OFFERS} unknown={() => null} />
      <ul className={styles.parts}>
        {DRAWINGS.map((name) => (
          <li key={name}>
            <Drawing name={name} /> {name}
          </li>
        ))}
      </ul>
    </>
  )
}
