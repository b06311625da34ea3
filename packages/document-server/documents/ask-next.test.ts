import {expect, test} from 'vitest'
import {withStatedStatus} from './ask-next.ts'

const answer = (status: number, stated?: string) => ({
  status,
  headers: {'content-type': 'text/html', ...(stated !== undefined && {'x-answer-status': stated})},
  body: Buffer.from('<p>'),
})

test('a page that states an error is sent as one, without saying so twice', () => {
  const stated = withStatedStatus(answer(200, '422'))
  expect(stated.status).toBe(422)
  expect(stated.headers).toEqual({'content-type': 'text/html'})
})

test.each([undefined, '', '200', '303', '600', 'x'])(
  '%j is no error, and the page stays as it was',
  (stated) => {
    expect(withStatedStatus(answer(200, stated)).status).toBe(200)
  },
)

test('an answer that failed by itself keeps its status', () => {
  expect(withStatedStatus(answer(500, '422')).status).toBe(500)
})
