import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect, test} from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

const markdownIn = (folder: string) =>
  readdirSync(join(ROOT, folder), {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join(folder, name))

const DOCUMENTS = ['README.md', ...markdownIn('docs'), ...markdownIn('packages')]

/** Names in code that begin like a path of the repository, without `*` and the like. */
const PATH_IN_CODE = /`((?:app|components|deploy|docs|lib|packages|sanity|scripts|tests)\/[\w./()[\]-]+)`/g
/** Links to files, without those to other sites and to headings. */
const LINK = /\]\((?!https?:|#|mailto:)([^)#\s]+)/g

test.each(DOCUMENTS)('what %s links to and names is there', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8')
  const beside = [...text.matchAll(LINK)].map(([, path = '']) => join(dirname(document), path))
  const named = [...text.matchAll(PATH_IN_CODE)].map(([, path = '']) => path)
  expect([...beside, ...named].filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})
