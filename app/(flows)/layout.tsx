import type {ReactNode} from 'react'
import {PageFrame} from '../(site)/page-frame.tsx'

export {generateMetadata, viewport} from '../(site)/layout.tsx'

/** What clients do stands between the same header and footer as what visitors read. No analytics, ever: its addresses hold secrets. */
export default function FlowsLayout({children}: {children: ReactNode}) {
  return <PageFrame>{children}</PageFrame>
}
