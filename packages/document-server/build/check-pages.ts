import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {z} from 'zod'
import type {Stylesheets} from '../css/stylesheets.ts'
import {declaresDocument} from '../documents/declares-document.ts'
import {finishDocument} from '../documents/finish-document.ts'
import {NOT_FOUND_PATH} from '../documents/pages.ts'

const manifest = z.object({routes: z.record(z.string(), z.object({dataRoute: z.string().nullable()}))})

const meta = z.object({status: z.number().optional()})

/** Next's page for errors is never sent: the server has one of its own, which nothing can break. */
const NEVER_SENT = '/_global-error'

export type BuildCheck = {
  /** How many pages are documents. */
  finished: number
  /** Pages that are not, each with the reason. */
  problems: {path: string; reason: string}[]
}

/** Finishes every page that a build made beforehand. `folder` is the build's. */
export function checkPages(folder: string, stylesheets: Stylesheets): BuildCheck {
  const {routes} = manifest.parse(JSON.parse(readFileSync(join(folder, 'prerender-manifest.json'), 'utf8')))
  const pages = Object.entries(routes).flatMap(([path, {dataRoute}]) => {
    const file = join(folder, 'server', 'app', path === '/' ? '/index' : path)
    return dataRoute === null || path === NEVER_SENT || isNoPage(path, file) ? [] : [{path, file}]
  })
  const problems = pages.flatMap(({path, file}) => {
    const reason = problemOf(`${file}.html`, stylesheets)
    return reason === undefined ? [] : [{path, reason}]
  })
  return {finished: pages.length - problems.length, problems}
}

/** Of an address that moved or is not there, nothing but its status is sent. */
function isNoPage(path: string, file: string): boolean {
  const {status = 200} = meta.parse(JSON.parse(readFileSync(`${file}.meta`, 'utf8')))
  return path !== NOT_FOUND_PATH && status !== 200
}

function problemOf(file: string, stylesheets: Stylesheets): string | undefined {
  if (!existsSync(file)) return 'Next says that it made this page, and its file is missing.'
  const html = readFileSync(file, 'utf8')
  if (!declaresDocument(html)) return 'It does not declare itself a document (<html data-document>).'
  try {
    finishDocument(html, stylesheets.pick)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
