import styles from './drawing.module.css'
import {type DrawingName, STROKES} from './strokes.ts'

/** A drawing in the stroke of the pipe. It says nothing that the words beside it do not say. */
export function Drawing({name, className = ''}: {name: DrawingName; className?: string | undefined}) {
  return (
    <svg className={`${styles.drawing} ${className}`} viewBox="0 0 96 96" aria-hidden="true">
      {STROKES[name].map((stroke) => (
        <path key={stroke} d={stroke} />
      ))}
    </svg>
  )
}
