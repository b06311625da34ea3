import {Figure} from '#components/portable-text/figure.tsx'
import prose from '#components/portable-text/prose.module.css'
import {RichText} from '#components/portable-text/rich-text.tsx'
import {wordsIn} from '#lib/format/portable-text.ts'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import {type BlockProps, blockView, textOf} from '../block.tsx'
import styles from './rich-text.module.css'

function Component({block: {text}}: BlockProps<'richText'>) {
  return (
    <div className={`${styles.text} ${prose.prose}`}>
      <RichText value={text} types={{figure: ({value}) => <Figure {...value} />}} />
    </div>
  )
}

const cellOf = (words: string) => ({_type: 'tableCell' as const, _key: words, text: textOf(words)})

/** A text set for reading. */
export const richText = blockView('richText', {
  Component,
  toMarkdown: ({text}) => formattedTextMarkdown(text),
  isEmpty: ({text}) => !text?.some((part) => part._type !== 'block' || wordsIn(part) !== ''),
  example: {
    _type: 'richText',
    _key: 'richText',
    text: [
      {...textOf('A heading')[0], _key: 'h', _type: 'block', style: 'h2', markDefs: null},
      ...textOf('A paragraph of running text.'),
      {
        _type: 'callout',
        _key: 'callout',
        label: 'Good to know',
        text: textOf('Words set apart.'),
        markDefs: null,
      },
      {
        _type: 'table',
        _key: 'table',
        caption: 'A table',
        rows: [
          {_type: 'tableRow', _key: 't1', cells: [cellOf('What'), cellOf('When')]},
          {_type: 'tableRow', _key: 't2', cells: [cellOf('Set-up'), cellOf('Same day or next day')]},
        ],
        markDefs: null,
      },
    ],
  },
})
