import {formatClockTime} from '#lib/format/clock-time.ts'
import {heading, link, list, paragraphs, plain} from '#lib/markdown/document.ts'
import type {BlockOf} from '../block.ts'

/** The opening of a page as Markdown, with the conversation as a list that says that it is an example. */
export function heroMarkdown({title, lead, actions, conversation, workOrder}: BlockOf<'hero'>): string {
  const messages = (conversation?.messages ?? []).map(
    ({speaker, time, text}) =>
      `${speaker === 'assistant' ? 'Assistant' : 'Homeowner'}${time ? `, ${formatClockTime(time)}` : ''}: ${plain(text)}`,
  )
  const rows = (workOrder?.rows ?? []).map(({name, value}) => `${plain(name)}: ${plain(value)}`)
  return paragraphs([
    heading(2, title),
    plain(lead),
    list((actions ?? []).map(link)),
    messages.length > 0 && heading(3, ['Example', conversation?.label].filter(Boolean).join(': ')),
    list(messages),
    rows.length > 0 && heading(3, workOrder?.title ?? 'Work order'),
    list(rows),
  ])
}
