import {Picture} from '#components/ui/picture.tsx'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import {PICTURE_RATIOS} from '#lib/images/picture.ts'
import {visitorHref} from '#lib/links/href.ts'
import {heading, link, paragraphs, plain} from '#lib/markdown/document.ts'
import {type BlockOf, type BlockProps, blockView} from '../block.tsx'
import styles from './video.module.css'

type Video = BlockOf<'video'>

function Component({block, Heading, headingId}: BlockProps<'video'>) {
  const {title, intro, still} = block
  const href = leadsTo(block)
  return (
    <section className={styles.video} aria-labelledby={title ? headingId : undefined}>
      <SectionIntro Heading={Heading} id={headingId} title={title} intro={intro} />
      {href && (
        <a className={styles.frame} href={href}>
          {still?.asset && (
            <Picture
              value={still}
              preview={still.preview}
              ratio={PICTURE_RATIOS.wide}
              sizes="(min-width: 75rem) 44rem, (min-width: 60rem) 60vw, 90vw"
            />
          )}
          <svg className={styles.sign} viewBox="0 0 96 96" aria-hidden="true">
            <circle cx="48" cy="48" r="42" />
            <path d="M39 31l28 17-28 17z" />
          </svg>
          <span className={styles.words}>{words(block, href)}</span>
        </a>
      )}
    </section>
  )
}

const leadsTo = ({href}: Video) => (href ? visitorHref(href) : undefined)

/** What the link says: the reader leaves this site, for where, and for how long. */
function words({length}: Video, href: string): string {
  return [`Watch on ${providerOf(href)}`, length].filter(Boolean).join(' · ')
}

const PROVIDERS: Readonly<Record<string, string>> = {
  'youtube.com': 'YouTube',
  'youtu.be': 'YouTube',
  'vimeo.com': 'Vimeo',
  'loom.com': 'Loom',
}

/** What people call the place that an address leads to; its host where no name is known. */
function providerOf(href: string): string {
  if (!URL.canParse(href)) return 'this site'
  const host = new URL(href).hostname.replace(/^(www|m|player)\./, '')
  return PROVIDERS[host] ?? host
}

/** A still that leads to a video on the provider's own page. */
export const video = blockView('video', {
  Component,
  toMarkdown(block) {
    const href = leadsTo(block)
    return paragraphs([
      heading(2, block.title),
      plain(block.intro),
      plain(block.still?.alt),
      href && link({label: words(block, href), href}),
    ])
  },
  isEmpty: (block) => !block.title && !block.intro && !leadsTo(block),
  example: {
    _type: 'video',
    _key: 'video',
    title: 'Video',
    intro: 'A sentence under the heading.',
    href: 'https://www.youtube.com/watch?v=example',
    still: null,
    length: '2:14',
  },
})
