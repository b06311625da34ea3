/** An answer that says what went wrong, in the one shape that every endpoint uses: `{error: {code, message}}`. */
export function errorResponse(status: number, code: string, message: string): Response {
  return Response.json({error: {code, message}}, {status, headers: {'cache-control': 'no-store'}})
}
