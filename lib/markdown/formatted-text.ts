import {z} from 'zod'
import {visitorHref} from '#lib/links/href.ts'
import {escapeMarkdown, escapeStart} from './escape.ts'

const nothing = <T>(value: T | null | undefined): T | undefined => value ?? undefined

const span = z.object({
  text: z.string().nullish().transform(nothing).default(''),
  marks: z.array(z.string()).nullish().transform(nothing).default([]),
})

const link = z.object({_key: z.string(), href: z.string().nullish()})

const block = z.object({
  _type: z.literal('block'),
  style: z.string().nullish(),
  listItem: z.enum(['bullet', 'number']).nullish(),
  level: z.number().nullish(),
  children: z.array(span).nullish().transform(nothing).default([]),
  markDefs: z.array(link).nullish().transform(nothing).default([]),
})

const table = z.object({
  _type: z.literal('table'),
  caption: z.string().nullish(),
  rows: z.array(z.object({cells: z.array(z.string()).nullish()})).nullish(),
})

const callout = z.object({
  _type: z.literal('callout'),
  label: z.string().nullish(),
  text: z.array(z.unknown()).nullish(),
})

const figure = z.object({
  _type: z.literal('figure'),
  caption: z.string().nullish(),
  picture: z.object({alt: z.string().nullish()}).nullish(),
})

const marker = z.object({_type: z.literal('lastUpdatedMarker'), label: z.string().nullish()})

const member = z.discriminatedUnion('_type', [block, table, callout, figure, marker])

type Block = z.infer<typeof block>

type Options = {
  /** What stands after the label of a "Last updated" line. */
  lastUpdated?: string | undefined
}

/** A text of the Content Lake as Markdown (CommonMark, with GitHub's tables). Parts that it does not know are left out. */
export function formattedTextMarkdown(
  value: readonly unknown[] | null | undefined,
  options: Options = {},
): string {
  const parts = (value ?? []).flatMap((entry) => {
    const parsed = member.safeParse(entry)
    return parsed.success ? [parsed.data] : []
  })
  let text = ''
  for (const [index, part] of parts.entries()) {
    const written = write(part, options)
    const before = parts[index - 1]
    if (written) text += text && (isListItem(part) && before && isListItem(before) ? '\n' : '\n\n')
    text += written
  }
  return text
}

const isListItem = (part: z.infer<typeof member>) => part._type === 'block' && Boolean(part.listItem)

function write(part: z.infer<typeof member>, options: Options): string {
  switch (part._type) {
    case 'block':
      return writeBlock(part)
    case 'table':
      return writeTable(part)
    case 'callout':
      return quote([
        part.label ? `**${escapeMarkdown(part.label)}**` : '',
        formattedTextMarkdown(part.text, options),
      ])
    case 'figure':
      return escapeMarkdown([part.picture?.alt, part.caption].filter(Boolean).join(' '))
    case 'lastUpdatedMarker':
      return `**${escapeMarkdown(part.label ?? 'Last Updated:')}** ${options.lastUpdated ?? ''}`.trim()
  }
}

const HEADINGS: Readonly<Record<string, string>> = {subtitle: '##', h2: '##', h3: '###', h4: '####'}

function writeBlock({style, listItem, level, children, markDefs}: Block): string {
  const words = children.map((child) => writeSpan(child, markDefs)).join('')
  if (listItem)
    return `${'   '.repeat(Math.max(0, (level ?? 1) - 1))}${listItem === 'number' ? '1.' : '-'} ${words}`
  const heading = HEADINGS[style ?? '']
  return heading && words ? `${heading} ${words}` : escapeStart(words)
}

function writeSpan({text, marks}: z.infer<typeof span>, links: Block['markDefs']): string {
  // Marks may not touch spaces from inside (CommonMark 0.31, §6.2).
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? []
  if (!words) return text
  let marked = marks.includes('code') ? `\`${words}\`` : escapeMarkdown(words)
  if (marks.includes('em')) marked = `*${marked}*`
  if (marks.includes('strong')) marked = `**${marked}**`
  const href = visitorHref(links.find(({_key}) => marks.includes(_key))?.href ?? '')
  return `${before}${href ? `[${marked}](${href})` : marked}${after}`
}

function writeTable({caption, rows}: z.infer<typeof table>): string {
  const [head, ...body] = (rows ?? []).map(({cells}) => (cells ?? []).map(escapeMarkdown))
  if (!head) return ''
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const lines = [line(head), line(head.map(() => '---')), ...body.map(line)]
  return [...(caption ? [escapeMarkdown(caption), ''] : []), ...lines].join('\n')
}

const quote = (paragraphs: readonly string[]) =>
  paragraphs
    .filter(Boolean)
    .join('\n\n')
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')
