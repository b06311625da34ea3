import type {ComponentType, ReactNode} from 'react'
import type {JsonLd, JsonLdSite} from '#lib/format/json-ld.ts'
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

/** What a block gets from the page around it. */
type Surroundings = {
  /** An id for the block's heading, unique on the page. */
  headingId: string
  /** `h1` for the block that opens the page. */
  Heading: 'h1' | 'h2'
  offers: Offers
}

export type BlockProps<Type extends BlockType> = Surroundings & {block: BlockOf<Type>}

/** What a block's JSON-LD is made from besides the block. */
export type JsonLdContext = {site: JsonLdSite; offers: Offers}

/** Everything that the rest of the site asks of one type of block. */
type Definition<Type extends BlockType, Example extends BlockOf<Type>> = {
  Component: ComponentType<BlockProps<Type>>
  /** What the block says, as Markdown, with headings from the second level on. */
  toMarkdown(block: BlockOf<Type>, offers: Offers): string
  /** Whether there is nothing to show yet; the block then takes no space. Left out where there always is something. */
  isEmpty?(block: BlockOf<Type>): boolean
  /** Lookup keys of the prices that the block shows; they are fetched before the page is rendered. */
  lookupKeys?(block: BlockOf<Type>): string[]
  /** What the page tells machines about all its blocks of this type together. */
  jsonLd?(blocks: readonly BlockOf<Type>[], context: JsonLdContext): JsonLd[]
  /** Whether the page's copper pipe may end in the button of this block. */
  endsPipe?(block: BlockOf<Type>): boolean
  /** The block with every field filled, for the page of all blocks and for tests. */
  example: Example
}

/** A type of block, for callers that hold a block of any type. */
export type BlockView<Example extends Block = Block> = {
  render(block: Block, surroundings: Surroundings): ReactNode
  toMarkdown(block: Block, offers: Offers): string
  isEmpty(block: Block): boolean
  lookupKeys(block: Block): string[]
  jsonLd(blocks: readonly Block[], context: JsonLdContext): JsonLd[]
  endsPipe(block: Block): boolean
  example: Example
}

/** Makes the view of a block out of a definition that knows only its own type. */
export function blockView<Type extends BlockType, Example extends BlockOf<Type>>(
  type: Type,
  definition: Definition<Type, Example>,
): BlockView<Example> {
  const {Component, toMarkdown, isEmpty, lookupKeys, jsonLd, endsPipe, example} = definition
  const isOfType = (block: Block): block is BlockOf<Type> => block._type === type
  return {
    render(block, surroundings) {
      if (!isOfType(block)) return null
      const props: BlockProps<Type> = {block, ...surroundings}
      return <Component {...props} />
    },
    toMarkdown: (block, offers) => (isOfType(block) ? toMarkdown(block, offers) : ''),
    isEmpty: (block) => !isOfType(block) || (isEmpty?.(block) ?? false),
    lookupKeys: (block) => (isOfType(block) ? (lookupKeys?.(block) ?? []) : []),
    jsonLd: (blocks, context) => jsonLd?.(blocks.filter(isOfType), context) ?? [],
    endsPipe: (block) => isOfType(block) && (endsPipe?.(block) ?? false),
    example,
  }
}

type Text = NonNullable<BlockOf<'textWithPicture'>['text']>

/** A text of plain paragraphs, for examples. */
export const textOf = (...paragraphs: readonly string[]): Text =>
  paragraphs.map((text, index) => ({
    _type: 'block',
    _key: `p${index}`,
    style: 'normal',
    children: [{_type: 'span', _key: `s${index}`, text, marks: []}],
    markDefs: null,
  }))
