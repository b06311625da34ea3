import type {Metadata} from 'next'
import {PageNotFound} from '#components/site/plain-page.tsx'
import SiteLayout, {generateMetadata as siteMetadata, viewport} from './(site)/layout.tsx'

export {viewport}

export async function generateMetadata(): Promise<Metadata> {
  return {...(await siteMetadata()), title: 'There is no page here', robots: {index: false}}
}

/** The page for addresses that no route takes; complete without scripts. */
export default function GlobalNotFound() {
  return (
    <SiteLayout>
      <PageNotFound />
    </SiteLayout>
  )
}
