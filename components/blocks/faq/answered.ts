import type {BlockOf} from '../block.ts'

type Item = NonNullable<BlockOf<'faq'>['items']>[number]
type Answered = Item & {question: NonNullable<Item['question']>; answer: NonNullable<Item['answer']>}

/** The questions of a block that have an answer. */
export function answered({items}: BlockOf<'faq'>): Answered[] {
  return (items ?? []).flatMap(({question, answer, _key}) =>
    question && answer?.length ? [{_key, question, answer}] : [],
  )
}
