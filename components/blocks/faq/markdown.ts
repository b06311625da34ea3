import {heading, paragraphs} from '#lib/markdown/document.ts'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import type {BlockOf} from '../block.ts'
import {answered} from './answered.ts'

/** Questions as headings over their answers. */
export const faqMarkdown = (block: BlockOf<'faq'>): string =>
  paragraphs([
    heading(2, block.title),
    ...answered(block).flatMap(({question, answer}) => [heading(3, question), formattedTextMarkdown(answer)]),
  ])
