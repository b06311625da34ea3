import type {DOCUMENT_QUERY_RESULT} from '#sanity/types.gen.ts'

/** A block of a page, as the page's query gives it. */
export type Block = Extract<DOCUMENT_QUERY_RESULT, {_type: 'page'}>['blocks'][number]

export type BlockType = Block['_type']

export type BlockOf<Type extends BlockType> = Extract<Block, {_type: Type}>

/** What plans cost now, by the lookup key of their price. A plan that cannot be sold at the moment is missing. */
export type Offers = Readonly<Record<string, Offer>>

export type Offer = {
  /** Cents. */
  amount: number
  /** Three lower-case letters. */
  currency: string
}

export type BlockProps<Type extends BlockType> = {
  block: BlockOf<Type>
  /** An id for the block's heading, unique on the page. */
  headingId: string
  /** `h1` for the block that opens the page. */
  Heading: 'h1' | 'h2'
  offers: Offers
}
