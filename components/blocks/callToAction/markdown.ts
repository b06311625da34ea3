import {heading, link, paragraphs, plain} from '#lib/markdown/document.ts'
import type {BlockOf} from '../block.ts'

/** A call to action as Markdown. */
export const callToActionMarkdown = ({title, text, action}: BlockOf<'callToAction'>): string =>
  paragraphs([heading(2, title), plain(text), link(action)])
