export const dynamic = 'force-dynamic'

/** Whether this process lives. Asks nobody else, so that no outage elsewhere has it restarted. */
export function GET(): Response {
  return Response.json({status: 'live'}, {headers: {'cache-control': 'no-store'}})
}
