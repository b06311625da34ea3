import {readiness} from '#lib/health.ts'

export const dynamic = 'force-dynamic'

/**
 * Which services do their work. Always 200 while this process serves pages, which it does without any of them; a server
 * that is about to end answers 503 in its place.
 */
export async function GET(): Promise<Response> {
  return Response.json(await readiness(), {headers: {'cache-control': 'no-store'}})
}
