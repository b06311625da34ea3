import type {ReactNode} from 'react'
import callout from '#components/portable-text/callout.module.css'
import {Pipe, type PipeEnd} from '#components/ui/pipe.tsx'
import type {JsonLd} from '#lib/format/json-ld.ts'
import {heading, paragraphs} from '#lib/markdown/document.ts'
import type {Block, BlockView, JsonLdContext, Offers} from './block.tsx'
import styles from './blocks.module.css'
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

/** The blocks of a page from top to bottom. Those that have nothing to show take no space. */
export function Blocks({title, blocks, offers, unknown}: BlocksProps) {
  const shown = blocks.flatMap((block): Shown[] => {
    const view = viewOf(block)
    if (view) return view.isEmpty(block) ? [] : [{block, view}]
    const note = unknown(block)
    return note ? [{block, note}] : []
  })
  const [first] = shown
  const opensPage = first !== undefined && 'title' in first.block && Boolean(first.block.title)
  const pipe = pipeSections(shown)
  return (
    <div className={pipe.length > 0 ? undefined : styles.plain}>
      {!first && <h1 className={styles.title}>{title}</h1>}
      {shown.map(({block, view, note}, index) => {
        const section = pipe[index]
        return (
          <div key={block._key} className={styles.block}>
            {section && <Pipe {...section} />}
            {index === 0 && !opensPage && <h1 className={styles.title}>{title}</h1>}
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

type PipeSection = {side: 'left' | 'right'; end: PipeEnd; start: boolean}

/**
 * The sections of copper pipe beside the blocks of a page, changing sides after every block: from the first down to the last
 * button that the pipe can end in, or to the last block when there is no such button. A page of one block gets none.
 */
function pipeSections(shown: readonly Shown[]): PipeSection[] {
  if (shown.length < 2) return []
  const button = shown.findLastIndex(({block, view}) => view?.endsPipe(block))
  const last = button > 0 ? button : shown.length - 1
  return shown.slice(0, last + 1).map((_, index) => ({
    side: index % 2 === 0 ? 'left' : 'right',
    end: index < last ? 'across' : last === button ? 'button' : 'flange',
    start: index === 0,
  }))
}

/** Tells an editor of a block that this version of the site cannot show. */
export function UnknownBlock({type}: {type: string}) {
  return (
    <p className={callout.callout}>
      This site does not know the block “{type}” and leaves it out. Only you see this note.
    </p>
  )
}

/** A page of blocks as Markdown under its title. */
export const blocksMarkdown = (title: string, blocks: readonly Block[], offers: Offers): string =>
  paragraphs([heading(1, title), ...blocks.map((block) => viewOf(block)?.toMarkdown(block, offers))])

/** Lookup keys of every price that the blocks of a page show. */
export const lookupKeysOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => viewOf(block)?.lookupKeys(block) ?? [])

/** What the blocks of a page tell machines, types of blocks in the order in which they first stand on the page. */
export function blocksJsonLd(blocks: readonly Block[], context: JsonLdContext): JsonLd[] {
  const views = new Set(blocks.flatMap((block) => viewOf(block) ?? []))
  return [...views].flatMap((view) => view.jsonLd(blocks, context))
}
