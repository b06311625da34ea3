import {ActionLink, canFollow} from '#components/ui/action-link.tsx'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import type {BlockProps} from '../block.ts'
import {blockView} from '../block-view.tsx'
import styles from './call-to-action.module.css'
import {callToActionMarkdown} from './markdown.ts'

function Component({block: {title, text, action}, Heading, headingId}: BlockProps<'callToAction'>) {
  return (
    <section className={styles.call} aria-labelledby={title ? headingId : undefined}>
      <SectionIntro Heading={Heading} id={headingId} title={title} intro={text} className={styles.words} />
      {canFollow(action) && (
        <p className={styles.action}>
          <ActionLink action={action} look="button" />
        </p>
      )}
    </section>
  )
}

/** One thing to do next. */
export const callToAction = blockView('callToAction', {
  isEmpty: ({title, text, action}) => !title && !text && !canFollow(action),
  Component,
  markdown: callToActionMarkdown,
})
