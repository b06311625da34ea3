import type {BlockProps} from '../block.ts'
import {blockView} from '../block-view.tsx'
import {AnnouncementLine} from './announcement-line.tsx'
import {announcementMarkdown} from './markdown.ts'

/** One line of news as a part of a page. */
export const announcement = blockView('announcement', {
  isEmpty: ({text}) => !text,
  Component: ({block: {text, link}}: BlockProps<'announcement'>) =>
    text ? <AnnouncementLine text={text} link={link} /> : null,
  markdown: announcementMarkdown,
})
