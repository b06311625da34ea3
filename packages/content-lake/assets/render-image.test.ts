import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import sharp from 'sharp'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {renderImage} from './render-image.ts'
import {type OutputFormat, parseTransform} from './transform.ts'

let directory: string
let quarters: string

const RED = [255, 0, 0]
const GREEN = [0, 255, 0]
const BLUE = [0, 0, 255]
const WHITE = [255, 255, 255]

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'render-'))
  quarters = join(directory, 'quarters.png')
  // Red and green above, blue and white below, so that the corners show turns and cuts.
  const pixels = [
    [RED, GREEN],
    [BLUE, WHITE],
  ].flat(2)
  await sharp(Buffer.from(pixels), {raw: {width: 2, height: 2, channels: 3}})
    .resize(80, 40, {kernel: 'nearest', fit: 'fill'})
    .png()
    .toFile(quarters)
})

afterAll(() => rm(directory, {recursive: true}))

async function render(query: string, format: OutputFormat = 'png', path = quarters) {
  const bytes = await renderImage(path, parseTransform(new URLSearchParams(query)) ?? {}, format)
  const {data, info} = await sharp(bytes).removeAlpha().raw().toBuffer({resolveWithObject: true})
  // Scaling mixes colours at their edges, so channels are compared by their halves.
  const at = (x: number, y: number) => {
    const pixel = data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)
    return [...pixel].map((channel) => (channel > 127 ? 255 : 0))
  }
  const right = info.width - 3
  const bottom = info.height - 3
  return {
    bytes,
    size: [info.width, info.height],
    corners: [at(2, 2), at(right, 2), at(2, bottom), at(right, bottom)],
  }
}

describe('renderImage', () => {
  test('scales', async () => {
    expect(await render('w=40')).toMatchObject({size: [40, 20], corners: [RED, GREEN, BLUE, WHITE]})
  })

  test('mirrors and turns', async () => {
    expect(await render('flip=h')).toMatchObject({corners: [GREEN, RED, WHITE, BLUE]})
    expect(await render('flip=v')).toMatchObject({corners: [BLUE, WHITE, RED, GREEN]})
    expect(await render('or=90')).toMatchObject({size: [40, 80], corners: [BLUE, RED, WHITE, GREEN]})
  })

  test('cuts a rectangle before it turns', async () => {
    expect(await render('rect=0,0,40,20&or=90&w=10')).toMatchObject({
      size: [10, 20],
      corners: [RED, RED, RED, RED],
    })
  })

  test('crops around the focal point', async () => {
    const {size, corners} = await render('w=20&h=20&fit=crop&crop=focalpoint&fp-x=1&fp-y=0')
    expect(size).toEqual([20, 20])
    expect(corners).toEqual([GREEN, GREEN, WHITE, WHITE])
  })

  test('fills the rest with the background', async () => {
    expect(await render('w=80&h=80&fit=fill&bg=0000ff')).toMatchObject({
      size: [80, 80],
      corners: [BLUE, BLUE, BLUE, BLUE],
    })
    expect(await render('w=80&h=80&fit=fill', 'jpg')).toMatchObject({corners: [WHITE, WHITE, WHITE, WHITE]})
  })

  test.each([
    ['jpg', 'jpeg'],
    ['png', 'png'],
    ['webp', 'webp'],
    ['avif', 'heif'],
    ['gif', 'gif'],
  ] as const)('encodes %s', async (format, known) => {
    const {bytes} = await render('w=40', format)
    expect(await sharp(bytes).metadata()).toMatchObject({format: known, width: 40, height: 20})
  })

  test('applies the orientation that the camera recorded', async () => {
    const held = join(directory, 'held.jpg')
    await sharp(quarters).withMetadata({orientation: 6}).jpeg({quality: 100}).toFile(held)
    expect(await render('h=40', 'png', held)).toMatchObject({size: [20, 40]})
    expect(await render('rect=0,0,10,80&h=80', 'png', held)).toMatchObject({size: [10, 80]})
  })

  test('keeps the frames of an animation', async () => {
    const frames = join(directory, 'frames.gif')
    const colours = await Promise.all(
      ['red', 'blue', 'lime'].map((background) =>
        sharp({create: {width: 10, height: 10, channels: 3, background}})
          .png()
          .toBuffer(),
      ),
    )
    await sharp(colours, {join: {animated: true}})
      .gif()
      .toFile(frames)
    const bytes = await renderImage(frames, {w: 20, h: 20, fit: 'crop'}, 'webp')
    expect(await sharp(bytes, {animated: true}).metadata()).toMatchObject({
      pages: 3,
      width: 20,
      pageHeight: 20,
    })
  })
})
