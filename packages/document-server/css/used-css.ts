import type {PageNames} from './page-names.ts'
import type {Part, PropertyText} from './stylesheet.ts'

/**
 * The CSS of these parts that a page can use: rules whose every element, class and id is in the page, and of custom
 * properties, animations and fonts those that such a rule reads. States (`:hover`), attributes and places among other
 * elements may change while a page is read, so they never leave a rule out.
 */
export function usedCss(parts: readonly Part[], names: PageNames): string {
  const rules = selecting(parts, names)
  const reads = readsOf(rules, names.properties)
  const values = [...declarationsOf(rules)].filter(({property}) => isNeeded(property, reads))
  const words = values.map(({text}) => text.replace(/["']/g, '')).join(';')
  return rules.map((part) => textOf(part, reads, words)).join('')
}

/** The parts without the rules that select nothing. */
function selecting(parts: readonly Part[], names: PageNames): Part[] {
  return parts.flatMap((part): Part[] => {
    if (part.kind === 'group') return [{...part, parts: selecting(part.parts, names)}]
    if (part.kind !== 'rule') return [part]
    const selectors = part.selectors.filter((selector) => names.hasAll(selector.names))
    return selectors.length === 0 ? [] : [{...part, selectors, nested: selecting(part.nested, names)}]
  })
}

function* declarationsOf(parts: readonly Part[]): Generator<PropertyText> {
  for (const part of parts) {
    if (part.kind === 'rule') {
      yield* part.declarations
      yield* declarationsOf(part.nested)
    } else if (part.kind === 'group') yield* declarationsOf(part.parts)
  }
}

/** Custom properties that something reads, directly or through another one. */
function readsOf(rules: readonly Part[], first: ReadonlySet<string>): Set<string> {
  const all = [...declarationsOf(rules)]
  const custom = Map.groupBy(
    all.filter(({property}) => isCustom(property)),
    ({property}) => property,
  )
  const reads = new Set<string>()
  const open = [...first, ...all.flatMap(({property, reads}) => (isCustom(property) ? [] : reads))]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reads.has(name)) continue
    reads.add(name)
    for (const definition of custom.get(name) ?? []) open.push(...definition.reads)
  }
  return reads
}

const isCustom = (property: string) => property.startsWith('--')

const isNeeded = (property: string, reads: ReadonlySet<string>) => !isCustom(property) || reads.has(property)

function textOf(part: Part, reads: ReadonlySet<string>, words: string): string {
  switch (part.kind) {
    case 'other':
      return part.text
    case 'named':
      return part.name !== '' && words.includes(part.name) ? part.text : ''
    case 'group': {
      const inner = part.parts.map((child) => textOf(child, reads, words)).join('')
      return inner === '' ? '' : `${part.prelude}{${inner}}`
    }
    case 'rule': {
      const own = part.declarations
        .filter(({property}) => isNeeded(property, reads))
        .map(({text}) => text)
        .join(';')
      const nested = part.nested.map((child) => textOf(child, reads, words)).join('')
      if (own === '' && nested === '') return ''
      const separator = own !== '' && nested !== '' ? ';' : ''
      return `${part.selectors.map(({text}) => text).join(',')}{${own}${separator}${nested}}`
    }
  }
}
