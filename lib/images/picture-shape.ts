import type {Picture} from './picture.ts'

export type Shape = {width: number; height: number}

/** How large a picture is within the editor's crop, in pixels. Its file's name tells, so nothing is asked for. */
export function pictureShape({asset, crop}: Picture): Shape {
  const [width = 1, height = 1] = (/-(\d+)x(\d+)-/.exec(asset._ref) ?? []).slice(1).map(Number)
  const {left = 0, right = 0, top = 0, bottom = 0} = crop ?? {}
  return {
    width: Math.max(1, Math.round(width * (1 - left - right))),
    height: Math.max(1, Math.round(height * (1 - top - bottom))),
  }
}
