import {expect, it} from 'vitest'
import {html} from './html.ts'

it('escapes values, in text and in attributes', () => {
  const value = `<i> & "x" 'y'`
  expect(html`<p title="${value}">${value}</p>`.text).toBe(
    '<p title="&#60;i&#62; &#38; &#34;x&#34; &#39;y&#39;">&#60;i&#62; &#38; &#34;x&#34; &#39;y&#39;</p>',
  )
})

it('puts markup and lists of it in as they are, and nothing for what is not there', () => {
  const items = ['a', 'b'].map((item) => html`<li>${item}</li>`)
  expect(html`<ul>${items}</ul>${null}${undefined}${false}${0}`.text).toBe('<ul><li>a</li><li>b</li></ul>0')
})
