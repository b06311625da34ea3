import type {Metadata} from 'next'
import {AskForm, HowItGoes, LinkButton, RequestsPage} from '#components/privacy/requests-page.tsx'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: 'Your information',
  description: 'See, correct or delete what we hold about you.',
  robots: {index: false},
}

type PageProps = {searchParams: Promise<Partial<Record<'link' | 'kind', string | string[]>>>}

/** Where people use their rights (privacy policy §6 and §7), and where the links of our mails lead. Looking at it does nothing. */
export default async function PrivacyRequestsPage({searchParams}: PageProps) {
  const {link, kind} = await searchParams
  if (typeof link === 'string')
    return (
      <RequestsPage title="It is you" lead="One more press, and you go on with your request.">
        <LinkButton link={link} />
      </RequestsPage>
    )
  return (
    <RequestsPage
      title="Your information"
      lead="See, correct or delete what we hold about you. It takes a few minutes, and you need no account."
    >
      <AskForm kind={typeof kind === 'string' ? kind : ''} email="" problems={{}} />
      <HowItGoes />
      <p>
        Rather write to a person? <a href="/contact">Use the contact form</a>. What we promise stands in our{' '}
        <a href="/privacy">privacy policy</a>.
      </p>
    </RequestsPage>
  )
}
