import {Picture} from '#components/ui/picture.tsx'
import styles from './figure.module.css'

export type FigureProps = {picture?: {preview?: string | null} | null; caption?: string | undefined}

/** A picture in a text, with the words under it. */
export function Figure({picture, caption}: FigureProps) {
  return (
    <figure className={styles.figure}>
      <Picture value={picture} preview={picture?.preview} sizes="(min-width: 40rem) 36rem, 90vw" />
      {caption && <figcaption>{caption}</figcaption>}
    </figure>
  )
}
