import type {Block} from './block.ts'

type Length = {side: 'left' | 'right'; end: 'across' | 'button'; start: boolean}

/**
 * The lengths of pipe beside the blocks of a page: from its opening down to its last call to action, changing sides
 * after every block. A page that has not both gets none.
 */
export function pipeRun(types: readonly Block['_type'][]): Length[] {
  const last = types.lastIndexOf('callToAction')
  if (types[0] !== 'hero' || last < 1) return []
  return types.slice(0, last + 1).map((_, index) => ({
    side: index % 2 === 0 ? 'left' : 'right',
    end: index === last ? 'button' : 'across',
    start: index === 0,
  }))
}
