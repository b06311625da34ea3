import {renderToStaticMarkup} from 'react-dom/server'
import type {Block, Offers} from './block.tsx'
import {viewOf} from './views.ts'

/** A block as HTML for tests, without the names of classes; empty when it has nothing to show. */
export function htmlOf(block: Block, offers: Offers = {}): string {
  const view = viewOf(block)
  if (!view || view.isEmpty(block)) return ''
  const element = view.render(block, {headingId: 'heading', Heading: 'h2', offers})
  return renderToStaticMarkup(element).replace(/ class="[^"]*"/g, '')
}
