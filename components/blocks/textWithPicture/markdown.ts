import {heading, link, list, paragraphs} from '#lib/markdown/document.ts'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import type {BlockOf} from '../block.ts'

/** A text with a picture as Markdown, which has the text. */
export const textWithPictureMarkdown = ({title, text, links}: BlockOf<'textWithPicture'>): string =>
  paragraphs([heading(2, title), formattedTextMarkdown(text), list((links ?? []).map(link))])
