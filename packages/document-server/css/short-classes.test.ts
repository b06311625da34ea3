import {expect, test} from 'vitest'
import {ShortClasses} from './short-classes.ts'

test('classes of modules get short names, the same in attributes and in CSS', () => {
  const classes = new ShortClasses()
  expect(classes.inAttribute('Ab1_text ')).toBe('_0')
  expect(classes.inAttribute('_2Cd_link  Ab1_text')).toBe('_1 _0')
  expect(classes.inCss('.Ab1_text>._2Cd_link:is(.Ab1_text,.Ef_x){margin:.5rem}')).toBe(
    '._0>._1:is(._0,.Ef_x){margin:.5rem}',
  )
})

test('other classes keep their names, and nothing but classes is touched', () => {
  const classes = new ShortClasses()
  expect(classes.inAttribute('note Ab1_text')).toBe('note _0')
  const css = '.note{background:url(/a.png)}#Ab1_text{margin:0}'
  expect(classes.inCss(css)).toBe(css)
})

test('a name that begins like another one is another one', () => {
  const classes = new ShortClasses()
  classes.inAttribute('m-a_text m-a_textual')
  expect(classes.inCss('.m-a_textual{margin:0}.m-a_text{margin:0}')).toBe('._1{margin:0}._0{margin:0}')
})
