import type {PictureRatio} from '#lib/images/picture.ts'
import {picture, pictureSet} from '#lib/images/picture.ts'
import styles from './picture.module.css'

type PictureProps = {
  /** A picture as the Content Lake has it; one without an image, or with one that browsers cannot show, is left out. */
  value: unknown
  /** A preview of some hundred bytes that stands in the place until the picture arrives, as a `data:` address. */
  preview: string | null | undefined
  /** How wide the picture is drawn, as `sizes` of HTML says it. */
  sizes: string
  /** Width through height of the room it is cut to, around its hotspot; its own shape when left out. */
  ratio?: PictureRatio
  /** Whether it is in view when the page opens, and so is fetched at once. */
  isFirst?: boolean
}

/** A picture from this site's own address, in the size and format that suit the reader's screen. */
export function Picture({value, preview, sizes, ratio, isFirst = false}: PictureProps) {
  const parsed = picture.safeParse(value)
  if (!parsed.success) return null
  const {src, srcSet, width, height} = pictureSet(parsed.data, ratio)
  return (
    <span className={styles.frame}>
      {preview?.startsWith('data:image/') && (
        <img className={styles.preview} src={preview} alt="" width={width} height={height} />
      )}
      <img
        className={styles.picture}
        src={src}
        srcSet={srcSet}
        sizes={sizes}
        width={width}
        height={height}
        alt={parsed.data.alt}
        {...(isFirst ? {fetchPriority: 'high'} : {loading: 'lazy', decoding: 'async'})}
      />
    </span>
  )
}
