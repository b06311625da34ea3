import type {Metadata} from 'next'
import {connection} from 'next/server'
import {policyParts} from '#components/policy/sections.ts'
import {ProofPage, type ProofView} from '#components/privacy/proof-page.tsx'
import {getDocument} from '#lib/content/documents.ts'
import {headingParts} from '#lib/format/anchors.ts'
import {compareWithRegister, KEPT_FOR, PROMISES, sentencesOf} from '#lib/promises/register.ts'
import {proofOf, resultsOfBuild} from '#lib/promises/results.ts'

export const metadata: Metadata = {
  title: 'How we keep our word',
  description: 'Every promise of our privacy policy: what keeps it, and when that was last tested.',
}

/** The promises of the policy. Made for each request: tests of a build may run while it is served. */
export default async function Proof() {
  await connection()
  const {policy} = await getDocument('/privacy', {stega: false})
  const body = policy?.body ?? []
  const {unbound, missing} = compareWithRegister(sentencesOf(body))
  const changed = new Set(missing.map(({promise}) => promise.id))
  const files = resultsOfBuild(process.cwd(), process.env.NEXT_DIST_DIR || '.next')
  const promises = PROMISES.map((promise) => ({
    section: promise.section,
    view: {...promise, ...proofOf(promise, files), isSaid: !changed.has(promise.id)} satisfies ProofView,
  }))
  const titles = new Map(
    policyParts(body, policy?.title ?? '').sections.map(({text}) => {
      const {number, words} = headingParts(text)
      return [Number.parseInt(number ?? '', 10), words]
    }),
  )
  const sections = [...new Set(promises.map(({section}) => section))].map((number) => ({
    number,
    title: titles.get(number) ?? (number === 0 ? 'To begin with' : `Section ${number}`),
    promises: promises.filter(({section}) => section === number).map(({view}) => view),
  }))
  return <ProofPage sections={sections} unbound={unbound} keptFor={KEPT_FOR} />
}
