import {describe, expect, test} from 'vitest'
import {followRedirects, type StoredRedirect} from './redirects.ts'

const redirect = (path: string, href: string | null, permanent = true): StoredRedirect => ({
  path,
  href,
  permanent,
})

const follow = (
  path: string,
  stored: StoredRedirect[],
  {siteUrl = 'https://plumbperfectleads.help', served = [] as string[]} = {},
) => followRedirects(path, stored, {siteUrl, isServed: async (found) => served.includes(found)})

/** Where a single redirect to an address leads. */
async function ledTo(href: string | null, siteUrl?: string) {
  const result = await follow('/old', [redirect('/old', href)], siteUrl === undefined ? {} : {siteUrl})
  return result.kind === 'moved' ? result.redirect.href : result.kind
}

describe('a target is sent as the URL standard serialises it', () => {
  test.each([
    ['/contact', '/contact'],
    ['/über-uns', '/%C3%BCber-uns'],
    ['/%C3%BCber-uns', '/%C3%BCber-uns'],
    ['/水?q=é#ü', '/%E6%B0%B4?q=%C3%A9#%C3%BC'],
    ['/100%', '/100%'],
    ['https://bücher.example/straße?ß=1#ß', 'https://xn--bcher-kva.example/stra%C3%9Fe?%C3%9F=1#%C3%9F'],
    ['https://EXAMPLE.com', 'https://example.com/'],
    ['http://example.com:80/a', 'http://example.com/a'],
    ['https://me@example.com/a?b', 'https://me@example.com/a?b'],
  ])('%s as %s', async (href, sent) => {
    expect(await ledTo(href)).toBe(sent)
  })

  test.each([
    null,
    'mailto:a@example.com',
    'tel:+15550100',
    'javascript:alert(1)',
    '//evil.example',
    '#here',
    'https://[x',
  ])('and %s leads nowhere', async (href) => {
    expect(await ledTo(href)).toBe('missing')
  })

  test('to the site itself as a path, and never as a path that leaves it', async () => {
    expect(await ledTo('https://www.plumbperfectleads.help/contact/')).toBe('/contact/')
    expect(await ledTo('http://127.0.0.1:3000/contact', 'http://127.0.0.1:3000')).toBe('/contact')
    expect(await ledTo('https://site.example//evil.example', 'https://site.example')).toBe(
      'https://site.example//evil.example',
    )
  })
})

describe('an old address', () => {
  test.each([
    ['/über', '/%C3%BCber'],
    ['/%C3%BCber', '/über'],
    ['/%c3%bcber', '/%C3%BCber'],
    ['/u\u0308ber', '/%C3%BCber'],
    ['/100%', '/100%25'],
    ['/100%-free', '/100%25-free'],
    ['/caf%E9', '/caf%25E9'],
    ['/a%2Fb', '/a%2fb'],
    ['/old/', '/old'],
  ])('%s is met by a request for %s', async (path, asked) => {
    expect(await follow(asked, [redirect(path, '/new')])).toMatchObject({kind: 'moved'})
  })

  test('with an encoded slash is another than one with a slash', async () => {
    expect(await follow('/a/b', [redirect('/a%2Fb', '/new')])).toEqual({kind: 'missing'})
  })

  test('of two redirects the first counts', async () => {
    const stored = [redirect('/old', '/first'), redirect('/old', '/second')]
    expect(await follow('/old', stored)).toMatchObject({redirect: {href: '/first'}})
  })
})

describe('a chain', () => {
  test('is answered in one step, for good only when each step is', async () => {
    const stored = [
      redirect('/a', '/b'),
      redirect('/b', 'https://plumbperfectleads.help/c/', false),
      redirect('/c', '/d'),
    ]
    expect(await follow('/a', stored)).toEqual({kind: 'moved', redirect: {href: '/d', permanent: false}})
    expect(await follow('/c', stored)).toEqual({kind: 'moved', redirect: {href: '/d', permanent: true}})
  })

  test('ends at a page, though a redirect starts there too', async () => {
    const stored = [redirect('/a', '/b'), redirect('/b', '/c')]
    expect(await follow('/a', stored, {served: ['/b']})).toMatchObject({redirect: {href: '/b'}})
  })

  test('keeps the query and the fragment of a step until another has its own', async () => {
    const stored = [
      redirect('/a', '/b?x=1#top'),
      redirect('/b', '/c#end'),
      redirect('/c', 'https://a.example/?y=2'),
    ]
    expect(await follow('/b', stored.slice(0, 2))).toMatchObject({redirect: {href: '/c#end'}})
    expect(await follow('/a', stored.slice(0, 2))).toMatchObject({redirect: {href: '/c?x=1#end'}})
    expect(await follow('/a', stored)).toMatchObject({redirect: {href: 'https://a.example/?y=2#end'}})
  })
})

describe('a circle is none to follow, and is named', () => {
  test.each([
    ['/a', [redirect('/a', '/a/?again=1')], ['/a', '/a']],
    ['/a', [redirect('/a', '/b'), redirect('/b', '/a')], ['/a', '/b', '/a']],
    ['/a', [redirect('/a', '/b'), redirect('/b', '/c'), redirect('/c', '/%62')], ['/b', '/c', '/b']],
    ['/a', [redirect('/a', 'https://plumbperfectleads.help/a')], ['/a', '/a']],
    ['/ü', [redirect('/%C3%BC', '/ü')], ['/ü', '/ü']],
  ])('from %s', async (path, stored, circle) => {
    expect(await follow(path, stored)).toEqual({kind: 'circle', circle})
  })

  test.each(['http://localhost:3000', 'https://site.example', 'https://site.example:8443'])(
    'through the full address of a site at %s',
    async (siteUrl) => {
      expect(await follow('/a', [redirect('/a', `${siteUrl}/a`)], {siteUrl})).toMatchObject({kind: 'circle'})
    },
  )
})
