import fc from 'fast-check'
import {expect, test} from 'vitest'
import {findCircle} from './redirect.ts'

test('a way that ends is no circle', () => {
  expect(findCircle('/a', [])).toBeUndefined()
  const hops = [
    {from: '/a', to: '/b'},
    {from: '/b', to: '/c'},
    {from: '/x', to: '/a'},
  ]
  expect(findCircle('/a', hops)).toBeUndefined()
})

test('a redirect to itself is a circle', () => {
  expect(findCircle('/a', [{from: '/a', to: '/a'}])).toEqual(['/a', '/a'])
})

test('a circle is shown from where it begins, also when the start only leads into it', () => {
  const hops = [
    {from: '/a', to: '/b'},
    {from: '/b', to: '/c'},
    {from: '/c', to: '/b'},
  ]
  expect(findCircle('/a', hops)).toEqual(['/b', '/c', '/b'])
})

test('any set of redirects either ends or has a circle that closes', () => {
  const path = fc.constantFrom('/a', '/b', '/c', '/d', '/e')
  fc.assert(
    fc.property(
      path,
      fc.uniqueArray(fc.record({from: path, to: path}), {selector: ({from}) => from}),
      (start, hops) => {
        const circle = findCircle(start, hops)
        if (circle === undefined) return
        expect(circle.length).toBeGreaterThan(1)
        expect(circle.at(0)).toBe(circle.at(-1))
        for (const [index, from] of circle.slice(0, -1).entries())
          expect(hops).toContainEqual({from, to: circle[index + 1]})
      },
    ),
  )
})
