import {heading, list, paragraphs, plain} from '#lib/markdown/document.ts'
import type {BlockOf} from '../block.ts'

/** Features as a list. */
export const featuresMarkdown = ({title, intro, items}: BlockOf<'features'>): string =>
  paragraphs([
    heading(2, title),
    plain(intro),
    list(
      (items ?? []).map((item) => paragraphs([item.title && `**${plain(item.title)}**`, plain(item.text)])),
    ),
  ])
