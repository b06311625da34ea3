import type {ComponentType, ReactNode} from 'react'
import type {Block, BlockOf, BlockProps, BlockType, Offers} from './block.ts'

type Definition<Type extends BlockType> = {
  /** Whether the block has nothing to show yet; it then takes no room. */
  isEmpty(block: BlockOf<Type>): boolean
  Component: ComponentType<BlockProps<Type>>
  /** What the block says, as Markdown, with headings from the second level on. */
  markdown(block: BlockOf<Type>, offers: Offers): string
}

/** How a block is shown by whoever does not know its type. */
export type BlockView = {
  isEmpty(block: Block): boolean
  render(block: Block, surroundings: Omit<BlockProps<BlockType>, 'block'>): ReactNode
  markdown(block: Block, offers: Offers): string
}

/** Makes a view that any block can be given to out of one that knows a single type. */
export function blockView<Type extends BlockType>(
  type: Type,
  {isEmpty, Component, markdown}: Definition<Type>,
): BlockView {
  const isOfType = (block: Block): block is BlockOf<Type> => block._type === type
  return {
    isEmpty: (block) => !isOfType(block) || isEmpty(block),
    render(block, surroundings) {
      if (!isOfType(block)) return null
      const props: BlockProps<Type> = {block, ...surroundings}
      return <Component {...props} />
    },
    markdown: (block, offers) => (isOfType(block) ? markdown(block, offers) : ''),
  }
}
