import {invalidRequest} from '../errors.ts'

/** What a form says before it is understood: texts, lists and groups of them. */
export type FormValue = string | FormValue[] | FormFields
export type FormFields = {[name: string]: FormValue}

const MAX_DEPTH = 12
const MAX_INDEX = 1000

/**
 * Parses Stripe's form encoding, where brackets nest: `a[b]=1` is a group, `a[]=1` and `a[0]=1` are lists. A repeated
 * plain name keeps its last value.
 *
 * @param encoded a query string or an `application/x-www-form-urlencoded` body
 * @throws StripeError 400 when a name is nested too deeply, or is used both as a value and as a group.
 */
export function parseForm(encoded: string): FormFields {
  const root: Tree = new Map()
  for (const [name, value] of new URLSearchParams(encoded)) plant(root, pathOf(name), value)
  return Object.fromEntries([...root].map(([name, tree]) => [name, ripen(tree)]))
}

type Tree = Map<string, string | Tree>

function pathOf(name: string): string[] {
  const [head = '', ...rest] = name.split('[')
  const path = [head, ...rest.map((part) => part.replace(/\]$/, ''))]
  if (path.length > MAX_DEPTH)
    throw invalidRequest(`Invalid request: ${head} is nested too deeply.`, {param: head})
  return path
}

function plant(tree: Tree, path: string[], value: string): void {
  const [head = '', ...rest] = path
  const key = head === '' && tree.size < MAX_INDEX ? String(tree.size) : head
  if (rest.length === 0) {
    tree.set(key, value)
    return
  }
  const branch = tree.get(key) ?? new Map()
  if (typeof branch === 'string')
    throw invalidRequest(`Invalid request: ${key} is both a value and a group.`, {param: key})
  tree.set(key, branch)
  plant(branch, rest, value)
}

/** A group whose names are all numbers is a list, in the order of the numbers. */
function ripen(tree: string | Tree): FormValue {
  if (typeof tree === 'string') return tree
  const entries = [...tree]
  const isList = entries.every(([key]) => /^\d{1,4}$/.test(key))
  if (isList) return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => ripen(value))
  return Object.fromEntries(entries.map(([key, value]) => [key, ripen(value)]))
}
