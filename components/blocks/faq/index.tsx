import {stegaClean} from '@sanity/client/stega'
import prose from '#components/portable-text/prose.module.css'
import {RichText} from '#components/portable-text/rich-text.tsx'
import columns from '#components/ui/columns.module.css'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import type {JsonLd} from '#lib/format/json-ld.ts'
import {plainText} from '#lib/format/portable-text.ts'
import {heading, paragraphs} from '#lib/markdown/document.ts'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import {type BlockOf, type BlockProps, blockView, textOf} from '../block.tsx'
import styles from './faq.module.css'

type Item = NonNullable<BlockOf<'faq'>['items']>[number]
type Answered = Item & {question: NonNullable<Item['question']>; answer: NonNullable<Item['answer']>}

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

/** The questions of a block that have an answer. */
function answered({items}: BlockOf<'faq'>): Answered[] {
  return (items ?? []).flatMap(({question, answer, _key}) =>
    question && answer?.length ? [{_key, question, answer}] : [],
  )
}

/** @see https://developers.google.com/search/docs/appearance/structured-data/faqpage */
function jsonLd(blocks: readonly BlockOf<'faq'>[]): JsonLd[] {
  const mainEntity = blocks.flatMap(answered).map(({question, answer}) => ({
    '@type': 'Question',
    name: stegaClean(question),
    acceptedAnswer: {'@type': 'Answer', text: stegaClean(plainText(answer))},
  }))
  return mainEntity.length > 0 ? [{'@type': 'FAQPage', mainEntity}] : []
}

/** Questions that open to their answers, without scripts. */
export const faq = blockView('faq', {
  Component,
  toMarkdown: (block) =>
    paragraphs([
      heading(2, block.title),
      ...answered(block).flatMap(({question, answer}) => [
        heading(3, question),
        formattedTextMarkdown(answer),
      ]),
    ]),
  isEmpty: (block) => answered(block).length === 0,
  jsonLd,
  example: {
    _type: 'faq',
    _key: 'faq',
    title: 'Questions',
    items: [
      {_key: 'q1', question: 'A question?', answer: textOf('An answer.')},
      {_key: 'q2', question: 'Another question?', answer: textOf('Another answer.')},
    ],
  },
})
