import {deliverSoon} from '#app/deliver-soon.ts'
import {commerce} from '#lib/commerce.ts'
import {env} from '#lib/env.ts'
import {readiness} from '#lib/health.ts'
import {answerDesk, callerFinder, type DeskParts} from '#lib/owner/answer.ts'

let parts: DeskParts | undefined

/** The owner's desk in the Studio: one question of an administrator's, answered as JSON. */
export async function POST(request: Request, {params}: {params: Promise<{call: string}>}): Promise<Response> {
  parts ??= deskParts()
  const answer = await answerDesk(parts, (await params).call, request)
  if (answer.ok) deliverSoon()
  return answer
}

function deskParts(): DeskParts {
  const {SANITY_PROJECT_ID: projectId, SANITY_DATASET: dataset, SANITY_API_HOST: apiHost} = env()
  return {
    commerce,
    findCaller: callerFinder({projectId, dataset, apiHost}),
    services: async () => (await readiness()).services,
  }
}
