import type {BlockOf} from '../block.ts'

type Plan = NonNullable<BlockOf<'plans'>['plans']>[number]

/** The plans of a block that have an address at which they can be bought. A plan that is gone is `null` in the lake. */
export function sellable({plans}: BlockOf<'plans'>): (Plan & {slug: string})[] {
  const found: readonly (Plan | null)[] = plans ?? []
  return found.flatMap((plan) => (plan?.slug ? [{...plan, slug: plan.slug}] : []))
}
