type PaletteSwatch = {
  _type: 'sanity.imagePaletteSwatch'
  background: string
  foreground: string
  title: string
  /** Share of the picture, in percent. */
  population: number
}

type Palette = {_type: 'sanity.imagePalette'} & Partial<Record<PaletteName, PaletteSwatch>>
type PaletteName = (typeof IDEALS)[number]['name'] | 'dominant'
type Range = {least: number; ideal: number; most: number}

const DARK: Range = {least: 0, ideal: 0.26, most: 0.45}
const MIDDLE: Range = {least: 0.3, ideal: 0.5, most: 0.7}
const LIGHT: Range = {least: 0.55, ideal: 0.74, most: 1}
const VIVID: Range = {least: 0.35, ideal: 1, most: 1}
const MUTED: Range = {least: 0, ideal: 0.3, most: 0.4}

/** The names and bounds are those of Android's Palette, which the hosted service's palettes follow. */
const IDEALS = [
  {name: 'darkMuted', lightness: DARK, saturation: MUTED},
  {name: 'muted', lightness: MIDDLE, saturation: MUTED},
  {name: 'lightMuted', lightness: LIGHT, saturation: MUTED},
  {name: 'darkVibrant', lightness: DARK, saturation: VIVID},
  {name: 'vibrant', lightness: MIDDLE, saturation: VIVID},
  {name: 'lightVibrant', lightness: LIGHT, saturation: VIVID},
] as const

const WEIGHT = {saturation: 3, lightness: 6, population: 1}

/** The characteristic colours of a picture. @param pixels - RGB, three bytes a pixel, of a reduced picture. */
export function paletteOf(pixels: Uint8Array): Palette {
  const swatches = swatchesOf(pixels)
  const largest = swatches[0]
  if (!largest) return {_type: 'sanity.imagePalette'}
  const palette: Palette = {_type: 'sanity.imagePalette', dominant: describe(largest)}
  for (const ideal of IDEALS) {
    const best = closest(swatches, ideal, largest.population)
    if (best) palette[ideal.name] = describe(best)
  }
  return palette
}

function closest(
  swatches: Swatch[],
  {lightness, saturation}: {lightness: Range; saturation: Range},
  largest: number,
): Swatch | undefined {
  const score = (swatch: Swatch) =>
    WEIGHT.saturation * (1 - Math.abs(swatch.saturation - saturation.ideal)) +
    WEIGHT.lightness * (1 - Math.abs(swatch.lightness - lightness.ideal)) +
    WEIGHT.population * (swatch.population / largest)
  return swatches
    .filter((swatch) => within(lightness, swatch.lightness) && within(saturation, swatch.saturation))
    .toSorted((one, other) => score(other) - score(one))[0]
}

function within({least, most}: Range, value: number): boolean {
  return value >= least && value <= most
}

function describe(swatch: Swatch): PaletteSwatch {
  // The brightness by which W3C's AERT decides whether black or white text is readable: https://www.w3.org/TR/AERT#color-contrast
  const brightness = (swatch.red * 299 + swatch.green * 587 + swatch.blue * 114) / 1000
  const text = brightness < 150 ? '#fff' : '#000'
  const background = `#${[swatch.red, swatch.green, swatch.blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
  const population = Math.round(swatch.population * 10_000) / 100
  return {_type: 'sanity.imagePaletteSwatch', background, foreground: text, title: text, population}
}

/** A group of like colours in a picture: their mean, and how much of the picture they are (0 to 1). */
type Swatch = {
  red: number
  green: number
  blue: number
  saturation: number
  lightness: number
  population: number
}

const BITS = 4

/** Groups pixels by the leading bits of each channel; the largest group comes first. @param pixels - RGB triples. */
function swatchesOf(pixels: Uint8Array): Swatch[] {
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
