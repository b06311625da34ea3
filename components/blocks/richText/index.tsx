import {Figure} from '#components/portable-text/figure.tsx'
import prose from '#components/portable-text/prose.module.css'
import {RichText} from '#components/portable-text/rich-text.tsx'
import type {BlockProps} from '../block.ts'
import {blockView} from '../block-view.tsx'
import {richTextMarkdown} from './markdown.ts'
import styles from './rich-text.module.css'

function Component({block: {text}}: BlockProps<'richText'>) {
  return (
    <div className={`${styles.text} ${prose.prose}`}>
      <RichText value={text ?? []} types={{figure: ({value}) => <Figure {...value} />}} />
    </div>
  )
}

/** A text set for reading. */
export const richText = blockView('richText', {
  isEmpty: ({text}) => !text?.length,
  Component,
  markdown: richTextMarkdown,
})
