import {stegaClean} from '@sanity/client/stega'
import columns from '#components/ui/columns.module.css'
import {Drawing, isDrawing} from '#components/ui/drawing.tsx'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import {bold, heading, list, paragraphs, plain} from '#lib/markdown/document.ts'
import {type BlockProps, blockView} from '../block.tsx'
import styles from './features.module.css'

function Component({block: {title, intro, items}, Heading, headingId}: BlockProps<'features'>) {
  const shown = items?.filter((item) => item.title || item.text) ?? []
  return (
    <section className={columns.columns} aria-labelledby={title ? headingId : undefined}>
      <SectionIntro Heading={Heading} id={headingId} title={title} intro={intro} className={styles.intro} />
      {shown.length > 0 && (
        <ul className={styles.list}>
          {shown.map(({_key, title: name, text, drawing}) => {
            const picture = stegaClean(drawing ?? '')
            return (
              <li key={_key} className={styles.item}>
                {isDrawing(picture) && <Drawing name={picture} className={styles.drawing} />}
                <div className={styles.words}>
                  {name && <h3>{name}</h3>}
                  {text && <p>{text}</p>}
                </div>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

/** What the product does, set as the lines of a form. */
export const features = blockView('features', {
  Component,
  toMarkdown: ({title, intro, items}) =>
    paragraphs([
      heading(2, title),
      plain(intro),
      list((items ?? []).map((item) => paragraphs([bold(item.title), plain(item.text)]))),
    ]),
  isEmpty: ({title, intro, items}) => !title && !intro && !items?.some((item) => item.title || item.text),
  example: {
    _type: 'features',
    _key: 'features',
    title: 'Features',
    intro: 'A sentence under the heading.',
    items: [
      {_key: 'f1', title: 'A feature', text: 'What it does.', drawing: 'valve'},
      {_key: 'f2', title: 'A second one', text: 'What that one does.', drawing: null},
    ],
  },
})
