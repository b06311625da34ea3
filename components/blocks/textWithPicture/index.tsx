import {stegaClean} from '@sanity/client/stega'
import prose from '#components/portable-text/prose.module.css'
import {RichText} from '#components/portable-text/rich-text.tsx'
import {ActionLink, canFollow} from '#components/ui/action-link.tsx'
import {Drawing, isDrawing} from '#components/ui/drawing.tsx'
import {Picture} from '#components/ui/picture.tsx'
import {PICTURE_RATIOS} from '#lib/images/picture.ts'
import {heading, link as linkMarkdown, list, paragraphs} from '#lib/markdown/document.ts'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import {type BlockProps, blockView, textOf} from '../block.tsx'
import styles from './text-with-picture.module.css'

function Component({block, Heading, headingId}: BlockProps<'textWithPicture'>) {
  const {title, text, links, picture, side} = block
  const drawing = stegaClean(block.drawing ?? '')
  return (
    <section
      className={stegaClean(side) === 'left' ? styles.pictureFirst : styles.pictureLast}
      aria-labelledby={title ? headingId : undefined}
    >
      <div className={`${styles.words} ${prose.prose}`}>
        {title && <Heading id={headingId}>{title}</Heading>}
        <RichText value={text} />
        {links?.some(canFollow) && (
          <p className={styles.links}>
            {links.map((link) => (
              <ActionLink key={link._key} action={link} look="link" />
            ))}
          </p>
        )}
      </div>
      {picture?.asset ? (
        <div className={styles.picture}>
          <Picture
            value={picture}
            preview={picture.preview}
            ratio={PICTURE_RATIOS.block}
            sizes="(min-width: 75rem) 28rem, (min-width: 60rem) 40vw, 90vw"
          />
        </div>
      ) : (
        isDrawing(drawing) && <Drawing name={drawing} className={styles.drawing} />
      )}
    </section>
  )
}

/** A text with a picture or a drawing beside it. */
export const textWithPicture = blockView('textWithPicture', {
  Component,
  toMarkdown: ({title, text, links}) =>
    paragraphs([heading(2, title), formattedTextMarkdown(text), list((links ?? []).map(linkMarkdown))]),
  isEmpty: ({title, text, picture}) => !title && !text?.length && !picture?.asset,
  example: {
    _type: 'textWithPicture',
    _key: 'textWithPicture',
    title: 'Text with picture',
    text: textOf('A paragraph beside a drawing.', 'And a second one.'),
    links: [{_key: 'more', label: 'Read more', href: '/about'}],
    picture: null,
    drawing: 'wrench',
    side: 'left',
  },
})
