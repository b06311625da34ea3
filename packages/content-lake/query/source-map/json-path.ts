const ESCAPES: Record<string, string> = {
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  "'": "\\'",
  '\\': '\\\\',
}

function escapeKey(key: string): string {
  return key.replace(/[\f\n\r\t'\\]/g, (character) => ESCAPES[character] ?? character)
}

/** The step of a JSON path to an attribute or to an item by its place. */
export function step(key: string | number): string {
  return typeof key === 'number' ? `[${key}]` : `['${escapeKey(key)}']`
}

/** The step of a JSON path to an item of an array: by its `_key` if it has one, by its place otherwise. */
export function itemStep(item: unknown, index: number): string {
  if (typeof item !== 'object' || item === null || !('_key' in item)) return step(index)
  return typeof item._key === 'string' ? `[?(@._key=='${escapeKey(item._key)}')]` : step(index)
}
