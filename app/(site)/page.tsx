import type {Metadata} from 'next'
import {Home} from '#components/site/home.tsx'
import {getPlans} from '#lib/content/plans.ts'
import {getPolicies} from '#lib/content/policies.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'

export const metadata: Metadata = {alternates: {canonical: '/'}}

/** The front page. */
export default async function HomePage() {
  const [{name, description}, plans, policies] = await Promise.all([
    getSiteSettings(),
    getPlans(),
    getPolicies(),
  ])
  return (
    <Home
      name={name}
      description={description}
      plans={plans.map(({_id, name: title, slug}) => ({
        key: _id,
        name: title ?? slug,
        href: `/checkout/${slug}`,
      }))}
      policies={policies.map(({_id, title, slug, summary, lastUpdated}) => ({
        key: _id,
        title: title ?? slug,
        href: `/${slug}`,
        summary,
        lastUpdated,
      }))}
    />
  )
}
