export const dynamic = 'force-dynamic'

/** Whether this process lives. Asks no other service, so that an outage elsewhere does not have it restarted. */
export function GET(): Response {
  return Response.json({status: 'live'}, {headers: {'cache-control': 'no-store'}})
}
