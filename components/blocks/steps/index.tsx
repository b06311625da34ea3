import label from '#components/ui/label.module.css'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import type {BlockProps} from '../block.ts'
import {blockView} from '../block-view.tsx'
import {stepsMarkdown} from './markdown.ts'
import styles from './steps.module.css'

function Component({block: {title, intro, items}, Heading, headingId}: BlockProps<'steps'>) {
  const shown = items?.filter((item) => item.title || item.text) ?? []
  return (
    <section aria-labelledby={title ? headingId : undefined}>
      <SectionIntro Heading={Heading} id={headingId} title={title} intro={intro} />
      {shown.length > 0 && (
        <ol className={styles.steps}>
          {shown.map(({_key, title: name, when, text}) => (
            <li key={_key} className={styles.step}>
              {name && <h3>{name}</h3>}
              {when && <p className={label.label}>{when}</p>}
              {text && <p className={styles.text}>{text}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

/** What happens, in order, with the numbers of a form. */
export const steps = blockView('steps', {
  isEmpty: ({title, intro, items}) => !title && !intro && !items?.some((item) => item.title || item.text),
  Component,
  markdown: stepsMarkdown,
})
