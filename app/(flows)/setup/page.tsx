import type {Metadata} from 'next'
import {SetupIntroduction, SetupPage} from '#components/setup/setup-page.tsx'
import {SETUP_SECTIONS} from '#lib/setup/fields.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {title: 'Set-up form', robots: {index: false}}

type PageProps = {searchParams: Promise<{link?: string | string[]}>}

/** Where the link of a mail leads. Looking at it opens nothing; its button does. */
export default async function SetUpPage({searchParams}: PageProps) {
  const {link} = await searchParams
  return (
    <SetupPage>
      <SetupIntroduction
        link={typeof link === 'string' ? link : undefined}
        parts={Object.values(SETUP_SECTIONS).map(({title}) => title)}
      />
    </SetupPage>
  )
}
