import {z} from 'zod'
import {StripeError} from '../errors.ts'
import {type Answer, jsonAnswer} from '../http/answer.ts'
import {matchPath} from '../http/match-path.ts'
import type {Request} from '../http/request.ts'
import type {Standin} from '../standin.ts'
import {controlRoutes} from './routes.ts'

/**
 * Answers `/_control`. A body must be declared as JSON, which a form of another site's page cannot do.
 */
export async function handleControl(standin: Standin, request: Request): Promise<Answer> {
  const {method, path, headers} = request
  if (method !== 'GET' && !headers['content-type']?.startsWith('application/json')) {
    return jsonAnswer(415, {error: 'Controls take application/json.'})
  }
  for (const route of controlRoutes) {
    const names = route.method === method ? matchPath(route.path, path) : undefined
    if (!names) continue
    try {
      return await route.handle(standin, parseBody(request.body), names.id ?? '')
    } catch (error) {
      if (error instanceof z.ZodError) return jsonAnswer(400, {error: z.prettifyError(error)})
      if (error instanceof StripeError) return jsonAnswer(error.status, {error: error.message})
      if (error instanceof SyntaxError) return jsonAnswer(400, {error: 'The body is not JSON.'})
      throw error
    }
  }
  return jsonAnswer(404, {error: `There is no control ${method} ${path}.`})
}

function parseBody(text: string): unknown {
  return text === '' ? {} : JSON.parse(text)
}
