import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {BLOCK_TYPES} from '#components/blocks/views.ts'
import {errorResponse} from '#lib/http/errors.ts'

export const dynamic = 'force-static'
export const dynamicParams = false

export const generateStaticParams = () => BLOCK_TYPES.map((type) => ({file: `${type}.svg`}))

/** The small drawing of a block that the Studio shows where editors choose one: `/block-thumbnails/hero.svg`. */
export async function GET(_request: Request, {params}: {params: Promise<{file: string}>}): Promise<Response> {
  const {file} = await params
  const type = BLOCK_TYPES.find((known) => `${known}.svg` === file)
  if (!type) return errorResponse(404, 'not_found', 'There is no such block.')
  const drawing = await readFile(join(process.cwd(), 'components', 'blocks', type, 'thumbnail.svg'))
  return new Response(drawing, {headers: {'content-type': 'image/svg+xml'}})
}
