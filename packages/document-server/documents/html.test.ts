import fc from 'fast-check'
import {type DefaultTreeAdapterTypes, parse} from 'parse5'
import {describe, expect, test} from 'vitest'
import {PostProcessError, readHtml, type Token} from './html.ts'

/** The page as its tokens are written again, comments left out. */
function written(html: string): string {
  return readHtml(html).map(write).join('')
}

function write(token: Token): string {
  switch (token.kind) {
    case 'comment':
      return ''
    case 'open':
      return token.tag.toString()
    case 'raw':
      return `${token.tag}${token.text}</${token.tag.name}>`
    default:
      return token.source
  }
}

test.each([
  ['<!doctype html><p class="a" title=b>x &amp; y</p>'],
  ['<textarea>\n&lt;p> <p></textarea><title><b></title>'],
  ['<svg viewBox="0 0 1 1"><title>x</title><style>.a{fill:red}</style><path d="M0 0"/></svg>'],
  ['<svg><foreignObject><p>x<br></p><title><b></title></foreignObject></svg>'],
  ['<noscript><p title=">">x</noscripts></p></noscript>'],
  ['a < b <3'],
  ['<script>if (a < b && c) x("</p>")</script>'],
])('%s is written as it was read', (html) => {
  expect(written(html)).toBe(html)
})

test('an attribute is changed or taken out, and the rest of its tag stays as it was', () => {
  const [token] = readHtml('<p  id=a\tclass="b c" hidden  title=\'"d&amp;"\'>')
  if (token?.kind !== 'open') throw new Error('The tag was not read.')
  expect(Object.fromEntries(token.tag.attributes)).toEqual({id: 'a', class: 'b c', hidden: '', title: '"d&"'})
  token.tag.set('class', '"e" & f')
  token.tag.remove('hidden')
  token.tag.set('title', '"d&"')
  token.tag.set('lang', 'en')
  expect(String(token.tag)).toBe('<p  id=a class="&quot;e&quot; &amp; f"  title=\'"d&amp;"\'>')
})

test('the slash goes where there is no end tag, and is no part of a value', () => {
  expect(written('<br/><img alt="" /><path d=""/><br class=a/>')).toBe(
    '<br><img alt=""><path d=""/><br class=a/>',
  )
})

describe('what browsers may read in another way is refused:', () => {
  test.each([
    ['an attribute that is there twice', '<p class="a" class="b">'],
    ['an end tag with attributes', '<p></p title=">">'],
    ['an end tag without a name', '<p></>'],
    ['a section of CDATA', '<svg><![CDATA[x]]></svg>'],
    ['an element that ends the svg around it', '<svg><p><title></svg>'],
    ['an end tag of another element within svg', '<svg><desc></svg></desc></svg>'],
    ['markup in a style within svg', '<svg><style><a title="</style><img>"></style></svg>'],
    ['a noscript that ends within a value', '<noscript><p title="</noscript><img src=x>"></noscript>'],
    ['a script that begins another one in a comment', '<script><!--<script></script>--></script>'],
    ['text without an end', '<plaintext>x'],
    ['a raw element within a select', '<select><xmp><script>x()</script></xmp></select>'],
    ['frames', '<frameset><xmp><script>x()</script></xmp></frameset>'],
    ['a sign that would begin a tag', 'a <<!-- -->p>'],
    ['a tag without an end', '<p title="a>'],
    ['an element of text without an end', '<script>x'],
    ['a comment without an end', '<!-- x'],
  ])('%s', (_, html) => {
    expect(() => readHtml(html)).toThrow(PostProcessError)
  })
})

/** Pieces of which readers disagree when they are put together. */
const PIECES =
  '<p title= <div class=" <img src=x onerror=y <a href=\' <svg> </svg> <math> </math> <mi> </mi> <mtext> </mtext> <desc> </desc> <foreignObject> </foreignObject> <title> </title> <style> </style> <script> </script> <textarea> </textarea> <noscript> </noscript> <iframe> </iframe> <xmp> </xmp> <template> </template> <plaintext> <select> </select> <table> <td> <col> <colgroup> <caption> <frameset> <head> </head> </body> </html> <option> <button> <form> </form> <b> </b> </div> </p> <br/> <path/> <!-- --> --!> <!--> <! <? </ <![CDATA[ ]]> <!doctype &lt; &quot; &#39 " \' > / = < x'
    .split(' ')
    .concat(' ', '\n')

/** Elements that browsers make by themselves. */
const IMPLIED = new Set(['html', 'head', 'body', 'tbody', 'tr', 'colgroup', 'p', 'br'])

const named = (name: string, attributes: Iterable<readonly [string, string]>) =>
  JSON.stringify([
    name.toLowerCase(),
    [...attributes].map(([key, value]) => [key.toLowerCase(), value]).sort(),
  ])

function* elementsIn(node: DefaultTreeAdapterTypes.Node): Generator<string> {
  if ('tagName' in node && !(IMPLIED.has(node.tagName) && node.attrs.length === 0))
    yield named(
      node.tagName,
      node.attrs.map(({name, value, prefix}) => [prefix ? `${prefix}:${name}` : name, value]),
    )
  if ('content' in node) yield* elementsIn(node.content)
  if ('childNodes' in node) for (const child of node.childNodes) yield* elementsIn(child)
}

test('no browser finds an element or an attribute that was not seen here', () => {
  let read = 0
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), {maxLength: 14}), (pieces) => {
      const html = pieces.join('')
      let tokens: Token[]
      try {
        tokens = readHtml(html)
      } catch (error) {
        if (error instanceof PostProcessError) return
        throw error
      }
      // These are refused later, whatever is in them.
      if (tokens.some((token) => token.kind === 'open' && token.tag.name === 'template')) return
      read++
      const seen = new Set(
        tokens.flatMap((token) =>
          token.kind === 'open' || token.kind === 'raw' ? named(token.tag.name, token.tag.attributes) : [],
        ),
      )
      // A browser drops a line break at the beginning of some elements, and characters that are none.
      for (const element of elementsIn(parse(html))) expect(seen).toContain(element)
      for (const element of elementsIn(parse(tokens.map(write).join('')))) expect(seen).toContain(element)
    }),
    {numRuns: 3_000},
  )
  expect(read).toBeGreaterThan(300)
})
