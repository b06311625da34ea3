import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import {unified} from 'unified'
import {policyFromHtml, policyFromMarkdown} from '#lib/import/read-file.ts'
import type {Line} from '../report.ts'
import {interleaved, timed} from '../statistics.ts'

const ROUNDS = 9
const [SHORT_BYTES, LONG_BYTES] = [60_000, 120_000]
/** Twice the text takes twice the time. What is slower than its length costs four times as much or more. */
const GROWTH = 2.6
/** What reading a policy may cost beside the parser of Markdown alone, on the text that suits the parser best. */
const BESIDE_PARSER = 4
const LONGEST_MS = 1_000

const HOSTILE_ROUNDS = 3
const KILOBYTES_IN_MEGABYTE = 1_024
/** Of the whole process, in which the parsers and this bench are loaded. */
const MOST_MEGABYTES = 600
const SIGNS = 100_000

/** Signs that a parser looks for pairs of, and parts in each other: each is refused, or read within the same time. */
const HOSTILE: readonly string[] = [
  '[',
  '*',
  '<',
  '`',
  '>',
  '_a ',
  '{{ ',
  ':::note\n\n',
  '- ',
  '&amp;',
  '|a',
  '<div>',
  '<b><p>a</p>',
].map((sign) => `Words.\n\n${sign.repeat(SIGNS / sign.length)}\n`)

function policyFromMarkdownOrHtml(text: string): void {
  policyFromMarkdown(text)
  policyFromHtml(text)
}

/** How long reading a file takes, beyond the start of the command: lists and tables in every section, or paragraphs alone. */
export async function imports(): Promise<Line[]> {
  const parser = unified().use(remarkParse).use(remarkGfm)
  const [short, long, plain] = [sections(SHORT_BYTES), sections(LONG_BYTES), paragraphs(LONG_BYTES)]
  const time = (run: () => unknown) => () => timed(async () => run())
  const taken = await interleaved(ROUNDS, {
    short: time(() => read(short)),
    long: time(() => read(long)),
    plain: time(() => read(plain)),
    parser: time(() => parser.parse(plain)),
  })
  const hostile = await interleaved(HOSTILE_ROUNDS, {
    texts: time(() => HOSTILE.map(policyFromMarkdownOrHtml)),
  })
  return [
    {
      what: `texts made to take long, each of ${HOSTILE.length}`,
      value: hostile('texts') / HOSTILE.length,
      unit: 'ms',
      atMost: LONGEST_MS,
    },
    {
      what: 'memory at its peak, after all of these',
      value: process.resourceUsage().maxRSS / KILOBYTES_IN_MEGABYTE,
      unit: 'MB',
      atMost: MOST_MEGABYTES,
    },
    {what: 'import of 120 KB with lists and tables', value: taken('long'), unit: 'ms', atMost: LONGEST_MS},
    {
      what: 'import of 120 KB against 60 KB',
      value: taken('long') / taken('short'),
      unit: '×',
      atMost: GROWTH,
    },
    {
      what: 'import of 120 KB of paragraphs against the parser alone',
      value: taken('plain') / taken('parser'),
      unit: '×',
      atMost: BESIDE_PARSER,
    },
  ]
}

function read(markdown: string): void {
  const result = policyFromMarkdown(markdown)
  if (!result.ok) throw new Error(result.findings.map(({about}) => about).join('\n'))
}

const HEAD = '---\ntitle: Terms\n---\n\nLast updated: January 6, 2023\n\n'

const sections = (bytes: number): string =>
  filled(
    bytes,
    (nth) => `## Section ${nth}

Words **in bold** of [a link](https://example.com/${nth}).

| Name | Purpose | Time |
|---|---|---|
| cookie_${nth} | Remembers some words | 3 days |

- one
- two

`,
  )

const paragraphs = (bytes: number): string =>
  filled(
    bytes,
    (nth) => `Words **in bold** of [a link](https://example.com/${nth}), which go on for a while.\n\n`,
  )

function filled(bytes: number, part: (nth: number) => string): string {
  let text = HEAD
  for (let nth = 1; text.length < bytes; nth += 1) text += part(nth)
  return text
}
