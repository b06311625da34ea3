import {formatMoney} from '#lib/format/money.ts'
import {documentPath} from '#lib/links/document-path.ts'
import {heading, link, list, paragraphs, plain} from '#lib/markdown/document.ts'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import type {BlockOf, Offers} from '../block.ts'
import {sellable} from './sellable.ts'

/** Plans with what they include and cost, as Markdown. */
export const plansMarkdown = (block: BlockOf<'plans'>, offers: Offers): string =>
  paragraphs([
    heading(2, block.title),
    plain(block.intro),
    ...sellable(block).map(({name, slug, summary, features, lookupKey}) => {
      const offer = offers[lookupKey ?? '']
      return paragraphs([
        heading(3, name ?? slug),
        plain(summary),
        list((features ?? []).map(plain)),
        offer && `Due today, once: ${formatMoney(offer.amount, offer.currency)}. Due after that: nothing.`,
        link({label: block.action ?? 'Buy', href: documentPath('plan', slug) ?? null}),
      ])
    }),
    formattedTextMarkdown(block.note),
  ])
