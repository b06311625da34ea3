import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {z} from 'zod'
import {Stylesheets} from './css/used-css.ts'
import {NOT_FOUND_PATH} from './documents/pages.ts'
import {declaresDocument, postProcess} from './documents/post-process.ts'

const manifest = z.object({routes: z.record(z.string(), z.object({dataRoute: z.string().nullable()}))})

const meta = z.object({status: z.number().optional()})

/** Next's page for errors is never sent: the server has one of its own, which needs nothing that may be broken. */
const NEVER_SENT = '/_global-error'

export type BuildCheck = {
  /** The static pages by their paths, as they are sent. */
  pages: Map<string, string>
  /** Pages that cannot be static pages, each with the reason. */
  refused: {path: string; reason: string}[]
}

/**
 * Makes a static page of every page that a build made beforehand.
 *
 * @param folder the build's, such as `.next`
 */
export function checkBuild(folder: string): BuildCheck {
  const stylesheets = new Stylesheets(folder)
  const {routes} = manifest.parse(JSON.parse(readFileSync(join(folder, 'prerender-manifest.json'), 'utf8')))
  const pages = new Map<string, string>()
  const refused: BuildCheck['refused'] = []
  for (const [path, {dataRoute}] of Object.entries(routes)) {
    const file = join(folder, 'server', 'app', path === '/' ? '/index' : path)
    if (dataRoute === null || path === NEVER_SENT || isNoPage(path, file)) continue
    try {
      pages.set(path, staticPage(`${file}.html`, stylesheets))
    } catch (error) {
      refused.push({path, reason: error instanceof Error ? error.message : String(error)})
    }
  }
  return {pages, refused}
}

/** Of an address that moved or is not there, nothing but its status is sent. */
function isNoPage(path: string, file: string): boolean {
  const {status = 200} = meta.parse(JSON.parse(readFileSync(`${file}.meta`, 'utf8')))
  return path !== NOT_FOUND_PATH && status !== 200
}

function staticPage(file: string, stylesheets: Stylesheets): string {
  if (!existsSync(file)) throw new Error('Next says that it made this page, and its file is missing.')
  const html = readFileSync(file, 'utf8')
  if (!declaresDocument(html))
    throw new Error('It does not declare itself a document (<html data-document>).')
  return postProcess(html, stylesheets.pick).html
}
