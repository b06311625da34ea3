/** A group of like colours in a picture: their mean, and how much of the picture they are (0 to 1). */
export type Swatch = {
  red: number
  green: number
  blue: number
  saturation: number
  lightness: number
  population: number
}

const BITS = 4

/** Groups pixels by the leading bits of each channel; the largest group comes first. @param pixels - RGB triples. */
export function swatchesOf(pixels: Uint8Array): Swatch[] {
  const groups = new Map<number, {red: number; green: number; blue: number; count: number}>()
  const pixelCount = Math.floor(pixels.length / 3)
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3)
    const key = ((red >> (8 - BITS)) << (2 * BITS)) | ((green >> (8 - BITS)) << BITS) | (blue >> (8 - BITS))
    const group = groups.get(key) ?? {red: 0, green: 0, blue: 0, count: 0}
    groups.set(key, {
      red: group.red + red,
      green: group.green + green,
      blue: group.blue + blue,
      count: group.count + 1,
    })
  }
  return [...groups.values()]
    .toSorted((one, other) => other.count - one.count)
    .map(({count, ...sum}) => {
      const red = Math.round(sum.red / count)
      const green = Math.round(sum.green / count)
      const blue = Math.round(sum.blue / count)
      return {red, green, blue, population: count / pixelCount, ...saturationAndLightness(red, green, blue)}
    })
}

/** The S and L of HSL, each 0 to 1. */
function saturationAndLightness(red: number, green: number, blue: number) {
  const most = Math.max(red, green, blue) / 255
  const least = Math.min(red, green, blue) / 255
  const lightness = (most + least) / 2
  const spread = most - least
  const saturation = spread === 0 ? 0 : spread / (1 - Math.abs(2 * lightness - 1))
  return {saturation, lightness}
}
