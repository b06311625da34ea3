import type {ComponentProps} from 'react'
import {renderToStaticMarkup} from 'react-dom/server'
import {describe, expect, test} from 'vitest'
import {announcement} from './announcement/index.tsx'
import type {Block} from './block.tsx'
import {Blocks, blocksJsonLd, lookupKeysOf} from './blocks.tsx'
import {callToAction} from './callToAction/index.tsx'
import {faq} from './faq/index.tsx'
import {features} from './features/index.tsx'
import {hero} from './hero/index.tsx'
import {plans} from './plans/index.tsx'
import {EXAMPLE_BLOCKS, viewOf} from './views.ts'

const offers = {lifetime_access: {amount: 9_900, currency: 'usd'}}

type Unknown = ComponentProps<typeof Blocks>['unknown']

// Class names change with the CSS and say nothing about content.
const page = (blocks: readonly Block[], unknown: Unknown = () => null) =>
  renderToStaticMarkup(<Blocks title="The page" blocks={blocks} offers={offers} unknown={unknown} />).replace(
    / class="[^"]*"/g,
    '',
  )

/** The block before an editor has filled in a field. */
const emptied = (block: Block): Block =>
  JSON.parse(JSON.stringify(block, (name, value) => (name === '' || name.startsWith('_') ? value : null)))

/** The block with every text replaced. */
const rewritten = (block: Block, words: string): Block =>
  JSON.parse(
    JSON.stringify(block, (name, value) =>
      typeof value === 'string' && !name.startsWith('_') && !STRUCTURE.has(name) ? words : value,
    ),
  )

const STRUCTURE = new Set([
  'style',
  'href',
  'drawing',
  'side',
  'speaker',
  'time',
  'slug',
  'lookupKey',
  '_ref',
])

describe.each(EXAMPLE_BLOCKS.map((block) => [block._type, block] as const))('%s', (type, block) => {
  test('holds together when every field is empty', () => {
    const html = page([emptied(block)])
    if (type === 'contactForm') expect(html).toContain('<form')
    else expect(html).toBe('<div><h1>The page</h1></div>')
  })

  test.each([
    ['a word without an end', 'Donaudampfschifffahrt'.repeat(40)],
    ['markup', '<img src=x onerror=alert(1)>'],
    ['right to left', 'سباكة ممتازة'],
    ['emoji', '👩🏽‍🔧🚿'],
  ])('keeps %s as words', (_, words) => {
    const html = page([rewritten(block, words)])
    expect(html).toContain(words.replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
    expect(html).not.toContain('<img src=x')
  })

  test('has Markdown that says what it says', () => {
    expect(viewOf(block)?.toMarkdown(block, offers)).not.toBe('')
  })
})

test('a page has one largest heading: that of its first block, or its own title', () => {
  expect(page(EXAMPLE_BLOCKS).match(/<h1[ >]/g)).toHaveLength(1)
  expect(page([hero.example])).toContain('>The heading of a page</h1>')
  expect(page([announcement.example])).toContain('>The page</h1>')
})

test('a block that this site does not know leaves nothing for visitors and a note for editors', () => {
  const unknown: Block = JSON.parse('{"_type": "carousel", "_key": "c"}')
  expect(page([hero.example, unknown])).toBe(page([hero.example]))
  expect(page([unknown], ({_type}) => `No ${_type} here`)).toContain('No carousel here')
})

test('the pipe runs from the first block to the button of the last call to action, or to the end of the page', () => {
  const pipes = (blocks: readonly Block[]) => page(blocks).match(/<svg aria-hidden="true"><g>/g)?.length ?? 0
  const flanges = (blocks: readonly Block[]) => page(blocks).match(/d="M-9-6h18v6h-18z"/g)?.length ?? 0
  const [opening, list, call, questions] = [hero.example, features.example, callToAction.example, faq.example]
  expect([pipes([opening, list, call]), flanges([opening, list, call])]).toEqual([3, 0])
  expect([pipes([opening, list, call, questions]), flanges([opening, list, call, questions])]).toEqual([3, 0])
  expect([pipes([list, questions]), flanges([list, questions])]).toEqual([2, 1])
  expect([pipes([opening, {...call, action: null}]), flanges([opening, {...call, action: null}])]).toEqual([
    2, 1,
  ])
  expect([pipes([call, list]), flanges([call, list])]).toEqual([2, 1])
  expect(pipes([opening])).toBe(0)
})

const site = {url: 'https://plumbperfectleads.help', name: 'PlumbPerfect Leads'}

test('the prices that a page needs are those of its plans, one that is gone left out', () => {
  const gone: typeof plans.example.plans = JSON.parse('[null]')
  expect(lookupKeysOf(EXAMPLE_BLOCKS)).toEqual(['lifetime_access'])
  expect(lookupKeysOf([{...plans.example, plans: gone}, hero.example])).toEqual([])
})

test('machines are told of products and questions in the order of the page, of each once', () => {
  const blocks = [faq.example, plans.example, faq.example, plans.example]
  const found = blocksJsonLd(blocks, {site, offers})
  expect(found.map((entity) => entity['@type'])).toEqual(['FAQPage', 'Product'])
  expect(found[0]?.mainEntity).toHaveLength(4)
})
