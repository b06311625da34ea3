import type {Metadata} from 'next'
import {ProvidersPage} from '#components/privacy/providers-page.tsx'
import {getProviders} from '#lib/content/documents.ts'

export const metadata: Metadata = {
  title: 'Who helps us',
  description:
    'The companies that help us run the business, what each is for, and which information it gets.',
}

/** The providers of section 3 of the privacy policy. */
export default async function Providers() {
  const providers = await getProviders()
  return <ProvidersPage providers={providers.map(({_id, ...provider}) => ({id: _id, ...provider}))} />
}
