import {expect, it} from 'vitest'
import {TWINS, visibleText, writeTwin} from './twins.ts'

const served =
  '<!DOCTYPE html><html><head><title>T</title><meta name="description" content="D"><style>p{}</style></head><body><script type="application/ld+json">{}</script></body></html>'

it.each(TWINS)('the twin of $path is complete, with the metadata of its page', (twin) => {
  const html = writeTwin(twin, served)
  expect(html).not.toContain('{{')
  expect(html).toContain('<title>T</title><meta name="description" content="D">')
  expect(html).toContain('<script type="application/ld+json">{}</script>')
})

it('the words of two pages are the same whatever the markup', () => {
  expect(visibleText('<body><p>It&#x27;s &quot;so&quot;<script>x</script></p>')).toBe(
    visibleText('<head><title>no</title></head><body class="a"><div>It\'s\n<b>"so"</b></div>'),
  )
})
