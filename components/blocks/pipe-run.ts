import {canFollow} from '#components/ui/action-link.tsx'
import type {Block} from './block.ts'

type Length = {side: 'left' | 'right'; end: 'across' | 'button'; start: boolean}

/**
 * The lengths of pipe beside the blocks of a page: from its opening down to the button of its last call to action,
 * changing sides after every block. A page that has not both gets none.
 */
export function pipeRun(blocks: readonly Block[]): Length[] {
  const last = blocks.findLastIndex((block) => block._type === 'callToAction' && canFollow(block.action))
  if (blocks[0]?._type !== 'hero' || last < 1) return []
  return blocks.slice(0, last + 1).map((_, index) => ({
    side: index % 2 === 0 ? 'left' : 'right',
    end: index === last ? 'button' : 'across',
    start: index === 0,
  }))
}
