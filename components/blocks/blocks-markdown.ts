import {heading, paragraphs} from '#lib/markdown/document.ts'
import type {Block, Offers} from './block.ts'
import {viewOf} from './views.ts'

/** A page of blocks as Markdown under its title. */
export const blocksMarkdown = (title: string, blocks: readonly Block[], offers: Offers): string =>
  paragraphs([heading(1, title), ...blocks.map((block) => viewOf(block)?.markdown(block, offers))])
