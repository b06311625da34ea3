import {type Action, ActionLink} from '#components/ui/action-link.tsx'
import {link as linkMarkdown, plain} from '#lib/markdown/document.ts'
import {type BlockProps, blockView} from '../block.tsx'
import styles from './announcement.module.css'

/** One sentence of news, with a link where there is one. */
export function AnnouncementLine({text, link}: {text: string; link: Action}) {
  return (
    <p className={styles.line}>
      <span>{text}</span> <ActionLink action={link} look="link" />
    </p>
  )
}

/** One line of news as a part of a page. */
export const announcement = blockView('announcement', {
  Component: ({block: {text, link}}: BlockProps<'announcement'>) =>
    text ? <AnnouncementLine text={text} link={link} /> : null,
  toMarkdown: ({text, link}) => [plain(text), linkMarkdown(link)].filter(Boolean).join(' '),
  isEmpty: ({text}) => !text,
  example: {
    _type: 'announcement',
    _key: 'announcement',
    text: 'One line of news.',
    link: {_key: null, label: 'Read more', href: '/about'},
  },
})
