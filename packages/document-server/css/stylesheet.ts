import {type Atrule, type CssNode, type Declaration, generate, parse, type Rule, walk} from 'css-tree'

/** A part of a stylesheet, taken apart as far as it matters which pages use it. */
export type Part =
  | {kind: 'rule'; selectors: Selector[]; declarations: PropertyText[]; nested: Part[]}
  /** `@media`, `@supports`, `@layer {}` and the like. */
  | {kind: 'group'; prelude: string; parts: Part[]}
  /** `@keyframes` and `@font-face`: used where a declaration says `name`. */
  | {kind: 'named'; name: string; text: string}
  | {kind: 'other'; text: string}

/** A selector and the elements, classes and ids without which it selects nothing. */
export type Selector = {text: string; names: string[]}

export type PropertyText = {
  property: string
  text: string
  /** The custom properties that the value reads. */
  reads: string[]
}

/**
 * Takes a stylesheet apart.
 *
 * @throws Error when it is not CSS that can be read completely, or imports another stylesheet.
 */
export function readStylesheet(css: string): Part[] {
  const tree = parse(css, {
    parseValue: false,
    parseCustomProperty: false,
    onParseError(error) {
      throw new Error(`A stylesheet cannot be read: ${error.message}`)
    },
  })
  return tree.type === 'StyleSheet' ? tree.children.toArray().flatMap(partOf) : []
}

function partOf(node: CssNode): Part[] {
  switch (node.type) {
    case 'Rule':
      return [ruleOf(node)]
    case 'Atrule':
      return [atRuleOf(node)]
    case 'Comment':
      return []
    default:
      return [{kind: 'other', text: generate(node)}]
  }
}

function ruleOf(rule: Rule): Part {
  const inside = rule.block.children.toArray()
  return {
    kind: 'rule',
    selectors:
      rule.prelude.type === 'SelectorList'
        ? rule.prelude.children.toArray().map((selector) => ({
            text: generate(selector),
            names: namesOf(selector),
          }))
        : [{text: generate(rule.prelude), names: []}],
    declarations: inside.filter((node) => node.type === 'Declaration').map(propertyOf),
    nested: inside.filter((node) => node.type !== 'Declaration').flatMap(partOf),
  }
}

function propertyOf(declaration: Declaration): PropertyText {
  const text = generate(declaration)
  return {property: declaration.property, text, reads: propertiesIn(text)}
}

/** Names outside of functions: what stands in `:not()`, `:is()` or `:has()` may be missing from the page. */
function namesOf(selector: CssNode): string[] {
  const names: string[] = []
  let depth = 0
  walk(selector, {
    enter(node: CssNode) {
      if (isFunction(node)) depth++
      if (depth > 0) return
      if (node.type === 'ClassSelector') names.push(`.${node.name}`)
      else if (node.type === 'IdSelector') names.push(`#${node.name}`)
      else if (node.type === 'TypeSelector' && !node.name.endsWith('*')) names.push(node.name.toLowerCase())
    },
    leave(node: CssNode) {
      if (isFunction(node)) depth--
    },
  })
  return names
}

function isFunction(node: CssNode): boolean {
  return (
    (node.type === 'PseudoClassSelector' || node.type === 'PseudoElementSelector') && node.children !== null
  )
}

function atRuleOf(rule: Atrule): Part {
  const prelude = rule.prelude ? generate(rule.prelude) : ''
  switch (rule.name.replace(/^-\w+-/, '')) {
    case 'import':
      throw new Error(`A stylesheet imports another one: ${prelude}`)
    case 'media':
    case 'supports':
    case 'layer':
    case 'container':
    case 'scope':
    case 'starting-style':
      if (!rule.block) break
      return {
        kind: 'group',
        prelude: `@${rule.name} ${prelude}`.trim(),
        parts: rule.block.children.toArray().flatMap(partOf),
      }
    case 'keyframes':
      return {kind: 'named', name: prelude, text: generate(rule)}
    case 'font-face':
      return {kind: 'named', name: familyOf(rule), text: generate(rule)}
  }
  return {kind: 'other', text: generate(rule)}
}

function familyOf(rule: Atrule): string {
  const family = rule.block?.children
    .toArray()
    .find((node) => node.type === 'Declaration' && node.property === 'font-family')
  return family?.type === 'Declaration' ? generate(family.value).replace(/["']/g, '').trim() : ''
}

/** The custom properties that a CSS value reads. */
export function propertiesIn(value: string): string[] {
  return Array.from(value.matchAll(/var\(\s*(--[^\s,)]+)/g), ([, name = '']) => name)
}
