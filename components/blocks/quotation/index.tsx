import {Picture} from '#components/ui/picture.tsx'
import {PICTURE_RATIOS} from '#lib/images/picture.ts'
import {paragraphs, plain} from '#lib/markdown/document.ts'
import {type BlockProps, blockView} from '../block.tsx'
import styles from './quotation.module.css'

function Component({block: {text, name, role, picture}}: BlockProps<'quotation'>) {
  return (
    <figure className={styles.quotation}>
      <blockquote className={styles.text}>
        <p>{text}</p>
      </blockquote>
      <figcaption className={styles.person}>
        {picture?.asset && (
          <div className={styles.portrait}>
            <Picture value={picture} preview={picture.preview} ratio={PICTURE_RATIOS.square} sizes="4rem" />
          </div>
        )}
        <p>
          <strong>{name}</strong>
          {role && <span className={styles.role}>{role}</span>}
        </p>
      </figcaption>
    </figure>
  )
}

/** What a person said, with their name. */
export const quotation = blockView('quotation', {
  Component,
  toMarkdown: ({text, name, role}) =>
    text && name
      ? paragraphs([plain(text), `— ${plain([name, role].filter(Boolean).join(', '))}`]).replace(/^/gm, '> ')
      : '',
  isEmpty: ({text, name}) => !text || !name,
  example: {
    _type: 'quotation',
    _key: 'quotation',
    text: 'What a person said.',
    name: 'Name of the person',
    role: 'Who they are',
    picture: null,
  },
})
