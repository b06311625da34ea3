import sharp from 'sharp'

/** A tall PNG, 1200 by 2000, whose upper half is red and whose lower half is blue. */
export async function redAboveBlue(): Promise<Buffer> {
  const half = {width: 1200, height: 1000, channels: 3} as const
  const blue = await sharp({create: {...half, background: '#0000ff'}})
    .png()
    .toBuffer()
  return sharp({create: {...half, height: 2000, background: '#ff0000'}})
    .composite([{input: blue, top: 1000, left: 0}])
    .png()
    .toBuffer()
}
