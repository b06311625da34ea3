import labels from '#components/ui/label.module.css'
import {Picture} from '#components/ui/picture.tsx'
import {visitorHref} from '#lib/links/href.ts'
import {heading, link, list, paragraphs, plain} from '#lib/markdown/document.ts'
import {type BlockOf, type BlockProps, blockView} from '../block.tsx'
import styles from './logos.module.css'

type Logos = BlockOf<'logos'>
type Item = NonNullable<Logos['items']>[number]

function Component({block, Heading, headingId}: BlockProps<'logos'>) {
  const {title} = block
  return (
    <section aria-labelledby={title ? headingId : undefined}>
      {title && (
        <Heading id={headingId} className={Heading === 'h2' ? labels.label : undefined}>
          {title}
        </Heading>
      )}
      <ul className={styles.logos}>
        {shown(block).map((item) => (
          <li key={item._key}>
            <Logo item={item} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A logo; with a website, a link that has the name of the business. */
function Logo({item: {name, picture, href}}: {item: Item}) {
  const logo = <Picture value={{...picture, alt: name}} preview={undefined} sizes="12rem" />
  const leadsTo = href ? visitorHref(href) : undefined
  return leadsTo ? <a href={leadsTo}>{logo}</a> : logo
}

/** Logos that are chosen and have a name, which says whose they are. */
const shown = ({items}: Logos): Item[] => items?.filter(({name, picture}) => name && picture?.asset) ?? []

/** The logos of other businesses in one quiet row. */
export const logos = blockView('logos', {
  Component,
  toMarkdown: (block) =>
    paragraphs([
      heading(2, block.title),
      list(shown(block).map(({name, href}) => link({label: name, href}) || plain(name))),
    ]),
  isEmpty: (block) => shown(block).length === 0,
  example: {
    _type: 'logos',
    _key: 'logos',
    title: 'Member of',
    items: [
      {
        _key: 'l1',
        name: 'An association',
        picture: {
          asset: {_type: 'reference', _ref: 'image-Tb9Ew8CXIwaY6R1kjMvI0uRR-600x200-png'},
          hotspot: null,
          crop: null,
        },
        href: 'https://association.example',
      },
    ],
  },
})
