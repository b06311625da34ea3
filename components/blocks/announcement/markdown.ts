import {link, plain} from '#lib/markdown/document.ts'
import type {BlockOf} from '../block.ts'

/** An announcement as one line of Markdown. */
export const announcementMarkdown = ({text, link: more}: BlockOf<'announcement'>): string =>
  [plain(text), link(more)].filter(Boolean).join(' ')
