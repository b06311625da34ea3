import styles from './drawing.module.css'
import {type DrawingName, STROKES} from './strokes.ts'

/** A drawing in the stroke of the pipe. It says nothing that the words beside it do not say. */
export function Drawing({name, className = ''}: {name: DrawingName; className?: string | undefined}) {
  return (
    <svg className={`${styles.drawing} ${className}`} viewBox="0 0 96 96" aria-hidden="true">
      {/* One stroke width at every size. The rule of that name is too young for some checkers of styles. */}
      <path d={STROKES[name].join('')} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
