import {type Action, ActionLink} from '#components/ui/action-link.tsx'
import styles from './announcement.module.css'

/** One sentence of news, with a link where there is one. */
export function AnnouncementLine({text, link}: {text: string; link: Action}) {
  return (
    <p className={styles.line}>
      <span>{text}</span> <ActionLink action={link} look="link" />
    </p>
  )
}
