import type {ReactNode} from 'react'
import {Pipe} from '#components/ui/pipe/pipe.tsx'
import type {Block, Offers} from './block.ts'
import type {BlockView} from './block-view.tsx'
import styles from './blocks.module.css'
import {pipeRun} from './pipe-run.ts'
import {viewOf} from './views.ts'

type BlocksProps = {
  /** The page's title, its heading where the first block has none. */
  title: string
  blocks: readonly Block[]
  offers: Offers
  /** What stands in the place of a block that this site cannot show: something for editors, nothing for visitors. */
  unknown: (block: Block) => ReactNode
}

type Shown = {block: Block; view?: BlockView; note?: ReactNode}

/** The blocks of a page from top to bottom. Those that have nothing to show take no room. */
export function Blocks({title, blocks, offers, unknown}: BlocksProps) {
  const shown = blocks.flatMap((block): Shown[] => {
    const view = viewOf(block)
    if (view) return view.isEmpty(block) ? [] : [{block, view}]
    const note = unknown(block)
    return note ? [{block, note}] : []
  })
  const [first] = shown
  const opensPage = first !== undefined && 'title' in first.block && Boolean(first.block.title)
  const pipe = pipeRun(shown.map(({block}) => block))
  return (
    <div className={pipe.length > 0 ? undefined : styles.plain}>
      {!opensPage && <h1 className={styles.title}>{title}</h1>}
      {shown.map(({block, view, note}, index) => {
        const length = pipe[index]
        return (
          <div key={block._key} className={styles.block}>
            {length && <Pipe {...length} />}
            {view
              ? view.render(block, {
                  headingId: `heading-${block._key}`,
                  Heading: index === 0 && opensPage ? 'h1' : 'h2',
                  offers,
                })
              : note}
          </div>
        )
      })}
    </div>
  )
}
