import {expect, test} from 'vitest'

import {readStylesheet} from './stylesheet.ts'
import {PageNames, usedCss} from './used-css.ts'

function used(css: string, elements: [name: string, attributes?: Record<string, string>][] = []): string {
  const names = new PageNames()
  for (const [name, attributes = {}] of elements) names.add(name, new Map(Object.entries(attributes)))
  return usedCss(readStylesheet(css), names)
}

test('a rule stays when the page has everything that one of its selectors names', () => {
  const css = '.a .b,.c{margin:0}p.a{margin:0}#x{margin:0}ul{margin:0}'
  expect(used(css, [['p', {class: 'a b'}]])).toBe('.a .b{margin:0}p.a{margin:0}')
  expect(used(css, [['div', {class: 'c', id: 'x'}]])).toBe('.c{margin:0}#x{margin:0}')
})

test('states, pseudo-elements and attributes never leave a rule out', () => {
  const css =
    ':focus-visible{margin:0}a:hover{margin:0}*,:before{margin:0}[open]{margin:0}a:not(.gone){margin:0}a:is(.x,.y){margin:0}'
  expect(used(css, [['a']])).toBe(css)
})

test('rules within @media and @supports are treated alike, and empty groups go', () => {
  const css = '@media print{.a{margin:0}.b{margin:0}}@supports (display:grid){.b{margin:0}}'
  expect(used(css, [['p', {class: 'a'}]])).toBe('@media print{.a{margin:0}}')
})

test('a custom property stays when something reads it, directly or through another, also in print', () => {
  const css =
    ':root{--a:1px;--b:var(--a);--c:2px;--d:var(--c)}@media print{:root{--a:2px;--c:3px}}p{margin:var(--b)}i{margin:var(--d)}'
  expect(used(css, [['p']])).toBe(':root{--a:1px;--b:var(--a)}@media print{:root{--a:2px}}p{margin:var(--b)}')
})

test('a custom property that an attribute reads stays', () => {
  const css = ':root{--paper:#fff;--ink:#000}'
  expect(used(css, [['path', {fill: 'var(--paper)'}]])).toBe(':root{--paper:#fff}')
})

test('animations and fonts stay where a rule says their name', () => {
  const css =
    '@font-face{font-family:Besley;src:url(/b.woff2)}@font-face{font-family:"Other";src:url(/o.woff2)}@keyframes spin{to{rotate:1turn}}@keyframes fade{to{opacity:0}}:root{--serif:"Besley",serif}h1{font-family:var(--serif);animation:spin 1s}'
  const kept = used(css, [['h1']])
  expect(kept).toContain('Besley;src')
  expect(kept).toContain('@keyframes spin')
  expect(kept).not.toContain('Other')
  expect(kept).not.toContain('fade')
})

test('rules within a rule are kept with it', () => {
  expect(used('.a{margin:0;& .b{margin:0}& .c{margin:0}}', [['p', {class: 'a c'}]])).toBe(
    '.a{margin:0;& .c{margin:0}}',
  )
})

test('page rules and properties of print stay', () => {
  const css = '@page{margin:22mm 20mm}'
  expect(used(css)).toBe(css)
})

test('what is no CSS, or imports some, is refused', () => {
  expect(() => readStylesheet('@import "a.css";')).toThrow('imports')
  expect(() => readStylesheet('a{margin:0;]}')).toThrow('cannot be read')
})
