import {expect, test} from 'vitest'
import {validateDistinctQuestions} from './schema.ts'

const asked = (...questions: (string | undefined)[]) =>
  validateDistinctQuestions(questions.map((question, index) => ({_key: `q${index}`, question})))

test('a question that stands there twice is named, however it is written', () => {
  expect(asked('Do you charge?', 'When?', ' do you charge')).toEqual({
    message: 'This question stands here twice. Change or remove one.',
    path: [{_key: 'q2'}, 'question'],
  })
})

test('different questions, and questions that are not written yet, are fine', () => {
  expect(asked('Do you charge?', 'When?', undefined, '', '')).toBe(true)
  expect(validateDistinctQuestions(undefined)).toBe(true)
})
