import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {PostProcessError} from './html.ts'
import {declaresDocument, postProcess, ShortClasses} from './post-process.ts'

const finish = (html: string, css = '') => postProcess(html, () => css)

const page = (body: string, head = '') =>
  `<!DOCTYPE html><html lang="en" data-document=""><head><meta charSet="utf-8"/>${head}</head><body>${body}</body></html>`

const SHEET = '<link rel="stylesheet" href="/_next/static/chunks/a.css" data-precedence="next"/>'

test('what Next needs and a reader does not is gone', () => {
  const {html} = finish(
    page(
      '<div hidden=""><!--$--><!--/$--></div><main>One<!-- --> two</main><script id="_R_">start()</script><script src="/_next/b.js" async=""></script>',
      '<link rel="preload" as="script" href="/_next/a.js"/><script src="/_next/a.js" async=""></script><meta name="next-size-adjust" content=""/>',
    ),
  )
  expect(html).toBe(
    '<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"></head><body><main>One two</main></body></html>',
  )
})

test('stylesheets become one style element with its hash, where the first one stood', () => {
  const {html, styles} = finish(page('x', `${SHEET}${SHEET}<title>T</title>`), 'main{margin:0}')
  expect(html).toContain('<meta charSet="utf-8"><style>main{margin:0}</style><title>T</title>')
  expect(styles).toEqual(["'sha256-wVFnjj/0Stl5yVsX6P6dRqNPPn9IalHvqnMI92CBN8E='"])
})

test('data and files marked to be kept stay', () => {
  const data = '<script type="application/ld+json">{"name":"<\\u002fscript>"}</script>'
  const {html, kept} = finish(page(`${data}<script src="/consent.js" data-keep="consent" defer=""></script>`))
  expect(html).toContain(`${data}<script src="/consent.js" defer=""></script>`)
  expect(kept).toEqual(['consent'])
})

test('classes of modules get short names', () => {
  const body = '<p title=\' class="Ab_c"\' class="Ab_c plain">x</p>'
  const {html} = finish(page(body, SHEET), '.Ab_c.plain{margin:0}')
  expect(html).toContain('<style>._0.plain{margin:0}</style>')
  expect(html).toContain('<p title=\' class="Ab_c"\' class="_0 plain">x</p>')
})

test('what is preloaded twice is preloaded once', () => {
  const font = '<link rel="preload" as="font" href="/a.woff2"/>'
  expect(finish(page('', `${font}<title>T</title>${font}`)).html.match(/a\.woff2/g)).toHaveLength(1)
})

test('forms tell where they are sent', () => {
  const {formTargets} = finish(
    page('<form action="/api/checkout?a=1&amp;b=2" method="post"></form><form></form>'),
  )
  expect(formTargets).toEqual(['/api/checkout?a=1&b=2', ''])
})

test('a style of one element is allowed by its own hash; what next/image adds is not needed', () => {
  const {html, styles} = finish(page('<p style="color:red">x</p><img style="color:transparent" src="/a"/>'))
  expect(html).toContain('<p style="color:red">x</p><img src="/a">')
  expect(styles).toHaveLength(2)
  expect(styles[0]).toBe("'unsafe-hashes'")
})

describe('a page is refused that', () => {
  test.each([
    ['waits for a part of itself', '<!--$?--><template id="B:0"></template><!--/$-->'],
    ['failed in a part', '<!--$!--><!--/$-->'],
    ['has a template', '<template></template>'],
    ['has an inline script that is kept', '<script data-keep="">x()</script>'],
    ['keeps a script of another site', '<script data-keep="" src="//example.com/a.js"></script>'],
    ['handles an event', '<p onclick="x()">a</p>'],
    ['has an address that is a script', '<a href="java\tscript:x()">a</a>'],
    ['ends within a tag', '<p title="a>'],
    ['ends within a script', '<script>'],
    ['ends within a comment', '<!-- a'],
    ['starts a comment within data', '<script type="application/ld+json">"<!--<script>"</script>'],
  ])('%s', (_, body) => {
    expect(() => finish(page(body))).toThrow(PostProcessError)
  })
})

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character === "'" ? 'x27' : character.charCodeAt(0)};`)
// An element has an attribute once: what a parser makes of a second one is its own affair.
const attributes = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^(?:data|aria)-[a-z]{1,8}$/),
    value: fc.string(),
    quote: fc.constantFrom('"', "'"),
  }),
  {maxLength: 4, selector: ({name}) => name},
)
// Within quotes only the quote itself must be escaped: the rest may hold anything that looks like markup.
const quoted = ({name, value, quote}: {name: string; value: string; quote: string}) =>
  ` ${name}=${quote}${value.replaceAll('&', '&amp;').replaceAll(quote, quote === '"' ? '&quot;' : '&#x27;')}${quote}`

test('attributes and words come through unchanged, whichever characters they hold', () => {
  fc.assert(
    fc.property(attributes, fc.string(), fc.string(), (given, words, code) => {
      fc.pre(!/<\/?script/i.test(code))
      const element = `<p${given.map(quoted).join('')}>${escaped(words)}</p>`
      const {html} = finish(page(`${element}<script>${code}</script>${element}`))
      expect(html).toBe(
        page(element + element)
          .replace(' data-document=""', '')
          .replace('/>', '>'),
      )
    }),
  )
})

test('a static page stays as it is', () => {
  const once = finish(page('<p title="a > b">x</p>', SHEET), 'p{margin:0}').html
  expect(finish(once).html).toBe(once)
})

test('only a page that says so is a document', () => {
  expect(declaresDocument(page('x'))).toBe(true)
  expect(declaresDocument('<!DOCTYPE html><html lang="en"><body data-document="">')).toBe(false)
  expect(declaresDocument('<!DOCTYPE html><html title="data-document">')).toBe(false)
})

test('classes of modules get short names, the same in attributes and in CSS', () => {
  const classes = new ShortClasses()
  expect(classes.inAttribute('Ab1_text ')).toBe('_0')
  expect(classes.inAttribute('_2Cd_link  Ab1_text')).toBe('_1 _0')
  expect(classes.inCss('.Ab1_text>._2Cd_link:is(.Ab1_text,.Ef_x){margin:.5rem}')).toBe(
    '._0>._1:is(._0,.Ef_x){margin:.5rem}',
  )
})

test('other classes keep their names, and nothing but classes is touched', () => {
  const classes = new ShortClasses()
  expect(classes.inAttribute('note Ab1_text')).toBe('note _0')
  const css = '.note{background:url(/a.png)}#Ab1_text{margin:0}'
  expect(classes.inCss(css)).toBe(css)
})

test('a name that begins like another one is another one', () => {
  const classes = new ShortClasses()
  classes.inAttribute('m-a_text m-a_textual')
  expect(classes.inCss('.m-a_textual{margin:0}.m-a_text{margin:0}')).toBe('._1{margin:0}._0{margin:0}')
})
