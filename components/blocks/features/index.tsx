import {stegaClean} from '@sanity/client/stega'
import columns from '#components/ui/columns.module.css'
import {Drawing} from '#components/ui/drawing/drawing.tsx'
import {isDrawing} from '#components/ui/drawing/strokes.ts'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import type {BlockProps} from '../block.ts'
import {blockView} from '../block-view.tsx'
import styles from './features.module.css'
import {featuresMarkdown} from './markdown.ts'

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
  isEmpty: ({title, intro, items}) => !title && !intro && !items?.some((item) => item.title || item.text),
  Component,
  markdown: featuresMarkdown,
})
