import sharp from 'sharp'
import {describe, expect, test} from 'vitest'
import {imageMetadata, inspectImage, metadataOptions} from './image-metadata.ts'

const create = (
  background: string | {r: number; g: number; b: number; alpha: number},
  width = 60,
  height = 30,
) => sharp({create: {width, height, channels: typeof background === 'string' ? 3 : 4, background}})

const options = (query: string) => metadataOptions(new URLSearchParams(query))

describe('inspectImage', () => {
  test('reads format, size and opacity', async () => {
    const clear = await create({r: 0, g: 0, b: 0, alpha: 0.5}).png().toBuffer()
    expect(await inspectImage(clear)).toEqual({
      extension: 'png',
      mimeType: 'image/png',
      width: 60,
      height: 30,
      hasAlpha: true,
      isOpaque: false,
    })
  })

  test('gives the size after the camera’s orientation is applied', async () => {
    const turned = await create('red').withMetadata({orientation: 6}).jpeg().toBuffer()
    expect(await inspectImage(turned)).toMatchObject({extension: 'jpg', width: 30, height: 60})
  })

  test('reads AVIF and SVG', async () => {
    expect(await inspectImage(await create('red').avif().toBuffer())).toMatchObject({extension: 'avif'})
    const drawing = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"><rect width="8" height="4"/></svg>',
    )
    expect(await inspectImage(drawing)).toMatchObject({extension: 'svg', width: 8, height: 4})
  })

  test('refuses bytes that are no image, and an image that is cut short', async () => {
    await expect(inspectImage(Buffer.from('plain words'))).rejects.toMatchObject({status: 400})
    const whole = await create('red', 600, 400).png({compressionLevel: 0}).toBuffer()
    await expect(inspectImage(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({status: 400})
  })
})

describe('imageMetadata', () => {
  test('has the hosted service’s shape', async () => {
    const bytes = await create('#e01010').png().toBuffer()
    const metadata = await imageMetadata(bytes, await inspectImage(bytes), options(''))
    expect(metadata).toMatchObject({
      _type: 'sanity.imageMetadata',
      dimensions: {_type: 'sanity.imageDimensions', width: 60, height: 30, aspectRatio: 2},
      hasAlpha: false,
      isOpaque: true,
      lqip: expect.stringMatching(/^data:image\/jpeg;base64,/),
      blurHash: expect.stringMatching(/^.{28}$/),
      palette: {
        dominant: {background: '#e01010', foreground: '#fff', title: '#fff', population: 100},
        vibrant: {background: '#e01010'},
      },
    })
    expect(metadata.palette).not.toHaveProperty('muted')
  })

  test('has only what is asked for', async () => {
    const bytes = await create('red').png().toBuffer()
    const facts = await inspectImage(bytes)
    expect(Object.keys(await imageMetadata(bytes, facts, options('meta=none')))).toEqual([
      '_type',
      'dimensions',
      'hasAlpha',
      'isOpaque',
    ])
    expect(await imageMetadata(bytes, facts, options('meta=lqip&meta=exif'))).not.toHaveProperty('palette')
    expect(() => options('meta=dimensions')).toThrow('Invalid metadata option "dimensions"')
  })
})
