import type {ValidationContext} from 'sanity'
import {z} from 'zod'
import {validatePublishedTarget} from '../objects/link-rules.ts'

const plansBlocks = z.array(
  z.object({
    _type: z.string(),
    _key: z.string(),
    plans: z.array(z.object({_key: z.string(), _ref: z.string().optional()})).optional(),
  }),
)

type Finding = true | {message: string; path: ({_key: string} | string)[]}

/** Tells an editor when a block of plans names one that visitors cannot buy, since it is a draft or was deleted. */
export async function validatePlansOnSale(
  blocks: unknown,
  context: Pick<ValidationContext, 'document' | 'getClient'>,
): Promise<Finding> {
  for (const block of plansBlocks.catch([]).parse(blocks ?? [])) {
    if (block._type !== 'plans') continue
    for (const {_key, ...reference} of block.plans ?? []) {
      const message = await validatePublishedTarget(reference, context)
      if (message !== true) return {message, path: [{_key: block._key}, 'plans', {_key}]}
    }
  }
  return true
}
