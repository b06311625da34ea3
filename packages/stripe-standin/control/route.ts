import type {z} from 'zod'
import {type Answer, jsonAnswer} from '../http/answer.ts'
import type {Standin} from '../standin.ts'

/** One control: a lever that moves what Stripe's own side would move. */
export type ControlRoute = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  handle(standin: Standin, body: unknown, id: string): Promise<Answer> | Answer
}

/** A control that takes a JSON body. @throws ZodError, answered as 400. */
export function control<Schema extends z.ZodType>(
  method: ControlRoute['method'],
  path: string,
  schema: Schema,
  act: (standin: Standin, input: z.infer<Schema>, id: string) => unknown,
): ControlRoute {
  return {
    method,
    path: `/_control/${path}`,
    async handle(standin, body, id) {
      const result = await act(standin, schema.parse(body), id)
      return jsonAnswer(200, result ?? {ok: true})
    },
  }
}
