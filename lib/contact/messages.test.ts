import {expect, test} from 'vitest'
import {contactLimits} from './messages.ts'

test('a network has its messages for an hour, and another is not disturbed', async () => {
  const {allowsNetwork} = contactLimits()
  const answers = []
  for (let index = 0; index < 11; index++) answers.push(await allowsNetwork('203.0.113.7'))
  expect(answers).toEqual([...Array.from({length: 10}, () => true), false])
  expect(await allowsNetwork('203.0.113.8')).toBe(true)
})

test('an e-mail address has its messages for a day', async () => {
  const {allowsSender} = contactLimits()
  const answers = []
  for (let index = 0; index < 6; index++) answers.push(await allowsSender('hash'))
  expect(answers.at(-2)).toBe(true)
  expect(answers.at(-1)).toBe(false)
})
