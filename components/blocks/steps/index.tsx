import label from '#components/ui/label.module.css'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import {bold, heading, list, paragraphs, plain} from '#lib/markdown/document.ts'
import {type BlockOf, type BlockProps, blockView} from '../block.tsx'
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

const toMarkdown = ({title, intro, items}: BlockOf<'steps'>) =>
  paragraphs([
    heading(2, title),
    plain(intro),
    list(
      (items ?? []).map(({title: name, when, text}) =>
        paragraphs([name && `${bold(name)}${when ? ` (${plain(when)})` : ''}`, plain(text)]),
      ),
      'numbers',
    ),
  ])

/** What happens, in order, with the numbers of a form. */
export const steps = blockView('steps', {
  Component,
  toMarkdown,
  isEmpty: ({title, intro, items}) => !title && !intro && !items?.some((item) => item.title || item.text),
  example: {
    _type: 'steps',
    _key: 'steps',
    title: 'Steps',
    intro: 'A sentence under the heading.',
    items: [
      {_key: 's1', title: 'First', when: 'Today', text: 'What happens first.'},
      {_key: 's2', title: 'Then', when: 'Tomorrow', text: 'What happens then.'},
    ],
  },
})
