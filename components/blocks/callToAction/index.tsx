import {ActionLink, canFollow} from '#components/ui/action-link.tsx'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import {heading, link, paragraphs, plain} from '#lib/markdown/document.ts'
import {type BlockProps, blockView} from '../block.tsx'
import styles from './call-to-action.module.css'

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
  Component,
  toMarkdown: ({title, text, action}) => paragraphs([heading(2, title), plain(text), link(action)]),
  isEmpty: ({title, text, action}) => !title && !text && !canFollow(action),
  endsPipe: ({action}) => canFollow(action),
  example: {
    _type: 'callToAction',
    _key: 'callToAction',
    title: 'Call to action',
    text: 'What happens next.',
    action: {_key: null, label: 'Get lifetime access', href: '/checkout/lifetime-access'},
  },
})
