import {runScript} from '#tests/support/commands.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'
import {policyId} from '#tests/support/policies.ts'

const BATCH = 500

/** The slug of one of the copies, counted from 0. */
export const slugOfCopy = (number: number) => `copy-${number}`

/** Starts a lake with the site's first content and this many copies of its privacy policy, each at its own address. */
export async function startPolicyLake(copies: number): Promise<TestLake> {
  const lake = await startTestLake()
  const {code, err} = await runScript('seed.ts', [], lake.env)
  if (code !== 0) throw new Error(`The first content could not be brought in: ${err}`)
  const policy = await lake.client.getDocument(policyId('privacy'))
  if (!policy) throw new Error('The first content has no privacy policy.')
  const {_rev, _createdAt, _updatedAt, ...content} = policy
  for (let from = 0; from < copies; from += BATCH) {
    const transaction = lake.client.transaction()
    for (let number = from; number < Math.min(from + BATCH, copies); number++) {
      const slug = slugOfCopy(number)
      transaction.create({
        ...content,
        _id: policyId(slug),
        title: `Privacy Policy ${number}`,
        slug: {_type: 'slug', current: slug},
      })
    }
    await transaction.commit({visibility: 'sync'})
  }
  return lake
}
