import prose from '#components/portable-text/prose.module.css'
import {RichText} from '#components/portable-text/rich-text.tsx'
import columns from '#components/ui/columns.module.css'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import type {BlockProps} from '../block.ts'
import {blockView} from '../block-view.tsx'
import {answered} from './answered.ts'
import styles from './faq.module.css'
import {faqMarkdown} from './markdown.ts'

function Component({block, Heading, headingId}: BlockProps<'faq'>) {
  const {title} = block
  return (
    <section className={columns.columns} aria-labelledby={title ? headingId : undefined}>
      <SectionIntro Heading={Heading} id={headingId} title={title} />
      <div className={styles.list}>
        {answered(block).map(({_key, question, answer}) => (
          <details key={_key} className={styles.item}>
            <summary>{question}</summary>
            <div className={prose.prose}>
              <RichText value={answer} />
            </div>
          </details>
        ))}
      </div>
    </section>
  )
}

/** Questions that open to their answers, without scripts. */
export const faq = blockView('faq', {
  isEmpty: (block) => answered(block).length === 0,
  Component,
  markdown: faqMarkdown,
})
