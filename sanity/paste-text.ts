import type {EditorContext} from '@portabletext/editor'
import {defineBehavior, raise} from '@portabletext/editor/behaviors'
import {type DeserializerRule, htmlToPortableText} from '@portabletext/html'
import {inColumns} from '#lib/import/elements.ts'

/** The names that the parts of a table have in the content model, for the editor's grid and for what is pasted. */
export const TABLE_CONTAINERS = {
  table: {kind: 'container', type: 'table', arrayField: 'rows'},
  row: {kind: 'container', type: 'tableRow', arrayField: 'cells'},
  cell: {kind: 'container', type: 'tableCell', arrayField: 'text'},
} as const

/** Forms of what was copied from another text of the Studio. They hold more than its HTML. */
const OWN_FORMS = ['application/x-portable-text', 'application/json']

/**
 * Pastes text from Word, Google Docs, LibreOffice and pages with its tables and with headings that the field has.
 *
 * It answers before the data is looked at one form after the other: the Studio has a behaviour of its own for HTML, which it
 * registers before those of a field, so that it would come first.
 */
export const pasteText = defineBehavior({
  on: 'deserialize',
  guard: ({snapshot, event}) => {
    const {dataTransfer} = event.originEvent.originEvent
    const html = dataTransfer.getData('text/html')
    // A plain text that says that it is HTML is for the editor itself.
    if (html === '' || html === dataTransfer.getData('text/plain')) return false
    if (OWN_FORMS.some((form) => dataTransfer.getData(form) !== '')) return false
    const blocks = pastedText(html, snapshot.context)
    return blocks.length > 0 && {blocks}
  },
  actions: [
    ({event: {originEvent}}, {blocks}) => [
      raise({type: 'deserialization.success', mimeType: 'text/html', data: blocks, originEvent}),
    ],
  ],
})

/** What a field can hold, and new keys. */
type Context = Pick<EditorContext, 'schema' | 'keyGenerator'>

/**
 * The parts of a text that the clipboard holds as HTML.
 *
 * @param html as Word, Word for the web, Google Docs, LibreOffice or a browser put it on the clipboard
 */
export function pastedText(html: string, context: Context) {
  const page = new DOMParser().parseFromString(html, 'text/html')
  readHeadings(page)
  fitHeadings(
    page,
    HEADINGS.filter((name) => context.schema.styles.some((style) => style.name === name)),
  )
  const {schema, keyGenerator} = context
  const hasTables = schema.blockObjects.some(({name}) => name === TABLE_CONTAINERS.table.type)
  return htmlToPortableText(page.documentElement.outerHTML, {
    schema,
    keyGenerator,
    rules: hasTables ? [tableRule(context)] : [],
  })
}

/**
 * Reads a table. Each cell is read as a text of its own: the library's rule for tables (`createTableRule` of 2.0.1) leaves out the
 * links of cells. The words of a cell that reaches over several columns or rows stand in the first of them, and all others below
 * and beside it in their own.
 */
const tableRule = ({schema, keyGenerator}: Context): DeserializerRule => ({
  deserialize: (node, _next, createBlock) => {
    if (!(node instanceof HTMLTableElement) || node.rows.length === 0) return undefined
    const rows = inColumns(
      [...node.rows].map(({cells}) => [...cells]),
      ({colSpan, rowSpan}) => ({columns: colSpan, rows: rowSpan}),
    )
    const head = rows.findIndex((cells) => cells.some((cell) => cell && cell.tagName !== 'TH'))
    const caption = node.caption?.textContent.replace(/\s+/g, ' ').trim()
    const text = (cell: HTMLTableCellElement | undefined) => {
      const words = cell && cell.textContent.trim() !== '' ? cell.innerHTML : '<p></p>'
      return htmlToPortableText(words, {schema, keyGenerator}).map((block) =>
        'style' in block ? {...block, style: 'normal'} : block,
      )
    }
    return createBlock({
      _type: 'table',
      _key: keyGenerator(),
      ...(caption && {caption}),
      headerRows: head > 0 ? head : 1,
      rows: rows.map((cells) => ({
        _type: 'tableRow',
        _key: keyGenerator(),
        cells: cells.map((cell) => ({_type: 'tableCell', _key: keyGenerator(), text: text(cell)})),
      })),
    })
  },
})

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const

/** Paragraphs that only their names say to be headings: the title of Word, and any heading of Word for the web. */
function readHeadings(page: Document): void {
  for (const title of page.querySelectorAll('p.MsoTitle')) rename(title, 'h1')
  for (const subtitle of page.querySelectorAll('p.MsoSubtitle')) subtitle.removeAttribute('class')
  for (const heading of page.querySelectorAll('p[role="heading"][aria-level]'))
    rename(heading, HEADINGS[Number(heading.getAttribute('aria-level')) - 1] ?? 'h6')
}

/** Gives headings the levels that a field has: the largest get its largest, where it does not have all of theirs. */
function fitHeadings(page: Document, levels: readonly string[]): void {
  const used = HEADINGS.filter((name) => page.querySelector(name))
  if (levels.length === 0 || used.every((name) => levels.includes(name))) return
  const headings = used.map((name) => [...page.querySelectorAll(name)])
  for (const [rank, group] of headings.entries())
    for (const heading of group) rename(heading, levels[Math.min(rank, levels.length - 1)] ?? 'p')
}

function rename(element: Element, name: string): void {
  const renamed = element.ownerDocument.createElement(name)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
}
