import figure from '#components/portable-text/figure.module.css'
import {Picture} from '#components/ui/picture.tsx'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import {PICTURE_RATIOS} from '#lib/images/picture.ts'
import {heading, list, paragraphs, plain} from '#lib/markdown/document.ts'
import {type BlockOf, type BlockProps, blockView} from '../block.tsx'
import styles from './gallery.module.css'

type Gallery = BlockOf<'gallery'>

function Component({block, Heading, headingId}: BlockProps<'gallery'>) {
  const {title, intro} = block
  return (
    <section className={styles.gallery} aria-labelledby={title ? headingId : undefined}>
      <SectionIntro Heading={Heading} id={headingId} title={title} intro={intro} />
      <ul className={styles.pictures}>
        {shown(block).map(({_key, picture, caption}) => (
          <li key={_key}>
            <figure className={figure.figure}>
              <Picture
                value={picture}
                preview={picture?.preview}
                ratio={PICTURE_RATIOS.block}
                sizes="(min-width: 75rem) 23rem, (min-width: 40rem) 45vw, 90vw"
              />
              {caption && <figcaption>{caption}</figcaption>}
            </figure>
          </li>
        ))}
      </ul>
    </section>
  )
}

const shown = ({items}: Gallery) => items?.filter(({picture}) => picture?.asset) ?? []

/** Pictures beside each other, all in one shape. */
export const gallery = blockView('gallery', {
  Component,
  toMarkdown: (block) =>
    paragraphs([
      heading(2, block.title),
      plain(block.intro),
      list(
        shown(block).map(({picture, caption}) => plain([picture?.alt, caption].filter(Boolean).join(' '))),
      ),
    ]),
  isEmpty: (block) => !block.title && !block.intro && shown(block).length === 0,
  example: {
    _type: 'gallery',
    _key: 'gallery',
    title: 'Gallery',
    intro: 'A sentence under the heading.',
    items: [
      {
        _key: 'g1',
        caption: 'Words under the picture',
        picture: {
          alt: 'What the picture shows',
          asset: {_type: 'reference', _ref: 'image-Tb9Ew8CXIwaY6R1kjMvI0uRR-2000x1500-jpg'},
          hotspot: null,
          crop: null,
          preview: null,
        },
      },
    ],
  },
})
