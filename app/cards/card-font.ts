import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

/** The face of headings, in a format that the drawing library reads. */
export async function cardFont() {
  const data = await readFile(join(process.cwd(), 'app', 'cards', 'besley-600.woff'))
  return {name: 'Besley', data, weight: 600 as const, style: 'normal' as const}
}
