import type {Metadata} from 'next'
import {SetupPage} from '#components/setup/setup-page.tsx'
import type {SectionView} from '#components/setup/setup-view.ts'
import {SETUP_SECTIONS} from '#lib/setup/fields.ts'
import {continueSetup} from './continue-setup.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {title: 'Set-up form', robots: {index: false}}

type PageProps = {searchParams: Promise<{link?: string | string[]}>}

/** Where a client hands over what the set-up needs. Looking at the page changes nothing; its forms do. */
export default async function SetUpPage({searchParams}: PageProps) {
  const {link} = await searchParams
  return (
    <SetupPage
      link={typeof link === 'string' ? link : undefined}
      sections={sections()}
      continueSetup={continueSetup}
    />
  )
}

function sections(): SectionView[] {
  return Object.entries(SETUP_SECTIONS).map(([key, {title, fields}]) => ({
    key,
    title,
    fields: Object.entries(fields).map(([name, field]) => ({name, ...field})),
  }))
}
