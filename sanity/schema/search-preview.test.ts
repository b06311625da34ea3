import {expect, test} from 'vitest'
import {searchPreview} from './search-preview.tsx'

const origin = 'https://plumber.example'
const settings = {name: 'Pipes & Co', description: 'A plumber in Springfield.', shareImage: null}

test('a page’s own words come first, then its title and the site’s description', () => {
  const page = {title: 'Prices', path: '/prices/2027', settings, origin}
  expect(searchPreview({...page, seo: undefined})).toEqual({
    title: {words: 'Prices · Pipes & Co', characters: 19, isCutOff: false},
    description: {words: settings.description, characters: 25, isCutOff: false},
    address: 'plumber.example › prices › 2027',
    isHidden: false,
    picture: undefined,
  })
  const seo = {title: 'What it costs', description: '  Paid once. ', hidden: true}
  expect(searchPreview({...page, seo})).toMatchObject({
    title: {words: 'What it costs · Pipes & Co'},
    description: {words: 'Paid once.'},
    isHidden: true,
  })
})

test('the home page stands for the site, without its name behind it', () => {
  const {title, address} = searchPreview({title: 'Home', path: '/', seo: null, settings, origin})
  expect(title.words).toBe('Home')
  expect(address).toBe('plumber.example')
})

test('what is longer than search engines show is cut off between words, and counted whole', () => {
  const {title, description} = searchPreview({
    title: 'x'.repeat(70),
    path: '/x',
    seo: {description: 'Water flows. '.repeat(20)},
    settings: undefined,
    origin,
  })
  expect(title).toEqual({words: `${'x'.repeat(60)} …`, characters: 70, isCutOff: true})
  expect(description).toMatchObject({characters: 259, isCutOff: true})
  expect(description.words).toMatch(/^Water flows\. .* …$/)
  expect(description.words.length).toBeLessThanOrEqual(162)
})

test('the shared picture is the page’s, else the site’s, else none; a broken one is none', () => {
  const ref = (digit: string) => ({asset: {_ref: `image-${digit.repeat(40)}-1600x900-png`}, alt: 'A van'})
  const shown = (picture: unknown, shareImage: unknown) =>
    searchPreview({title: 'T', path: '/t', seo: {picture}, settings: {...settings, shareImage}, origin})
      .picture
  expect(shown(ref('a'), ref('b'))).toContain('a'.repeat(40))
  expect(shown(undefined, ref('b'))).toContain('b'.repeat(40))
  expect(shown(undefined, undefined)).toBeUndefined()
  expect(shown({asset: {_ref: 'nothing'}}, undefined)).toBeUndefined()
})

test('fields of a wrong kind break nothing', () => {
  expect(searchPreview({title: 42, path: null, seo: [], settings: 'x', origin})).toMatchObject({
    title: {words: ''},
    address: 'plumber.example',
  })
})
