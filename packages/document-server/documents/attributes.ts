const ATTRIBUTE = /\s+([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g
const ENTITY = /&(?:amp|lt|gt|quot|#x27|#39);/g
const CHARACTERS = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#x27;', "'"],
  ['&#39;', "'"],
])

/** The attributes of an opening tag by their lower-case names, values decoded from what React escapes. */
export function attributesOf(tag: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', double, single, bare] of tag.matchAll(ATTRIBUTE))
    found.set(name.toLowerCase(), decode(double ?? single ?? bare ?? ''))
  return found
}

/** The tag without the attribute of this name. */
export function withoutAttribute(tag: string, name: string): string {
  return tag.replace(ATTRIBUTE, (whole, found: string) => (found.toLowerCase() === name ? '' : whole))
}

/** The tag with the value of this attribute, as it is written, changed. */
export function withChangedAttribute(tag: string, name: string, change: (value: string) => string): string {
  return tag.replace(ATTRIBUTE, (whole, found: string, double?: string, single?: string, bare?: string) => {
    if (found.toLowerCase() !== name) return whole
    return ` ${found}="${change(double ?? single ?? bare ?? '').replaceAll('"', '&quot;')}"`
  })
}

function decode(value: string): string {
  return value.includes('&') ? value.replace(ENTITY, (entity) => CHARACTERS.get(entity) ?? entity) : value
}
