import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import type {BlockOf} from '../block.ts'

/** A text as Markdown. */
export const richTextMarkdown = ({text}: BlockOf<'richText'>): string => formattedTextMarkdown(text)
