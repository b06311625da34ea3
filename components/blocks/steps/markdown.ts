import {heading, list, paragraphs, plain} from '#lib/markdown/document.ts'
import type {BlockOf} from '../block.ts'

/** Steps as a numbered list. */
export const stepsMarkdown = ({title, intro, items}: BlockOf<'steps'>): string =>
  paragraphs([
    heading(2, title),
    plain(intro),
    list(
      (items ?? []).map(({title: name, when, text}) =>
        paragraphs([name && `**${plain(name)}**${when ? ` (${plain(when)})` : ''}`, plain(text)]),
      ),
      'numbers',
    ),
  ])
