import styles from './drawing.module.css'

/** A drawing in the stroke of the pipe. It says nothing that the words beside it do not say. */
export function Drawing({name, className = ''}: {name: DrawingName; className?: string | undefined}) {
  return (
    <svg className={`${styles.drawing} ${className}`} viewBox="0 0 96 96" aria-hidden="true">
      {/* One stroke width at every size. The rule of that name is too young for some checkers of styles. */}
      <path d={STROKES[name].join('')} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

/** What each drawing is made of, as strokes on a square of 96 units. */
const STROKES = {
  chat: [
    'M14 16h48a6 6 0 0 1 6 6v22a6 6 0 0 1-6 6H36L24 61V50H14a6 6 0 0 1-6-6V22a6 6 0 0 1 6-6z',
    'M76 36h6a6 6 0 0 1 6 6v22a6 6 0 0 1-6 6h-8v11L62 70H46a6 6 0 0 1-6-6v-4',
    'M20 28h36M20 38h22',
  ],
  phone: [
    'M28 8h32a6 6 0 0 1 6 6v68a6 6 0 0 1-6 6H28a6 6 0 0 1-6-6V14a6 6 0 0 1 6-6z',
    'M38 16h12M42 81h4M22 74h44',
    'M33 30h22a3 3 0 0 1 3 3v11a3 3 0 0 1-3 3H42l-5 6v-6h-4a3 3 0 0 1-3-3V33a3 3 0 0 1 3-3z',
    'M75 36a15 15 0 0 1 0 20M82 29a25 25 0 0 1 0 34',
  ],
  calendar: [
    'M14 20h68a4 4 0 0 1 4 4v56a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4V24a4 4 0 0 1 4-4z',
    'M10 36h76M28 12v14M68 12v14',
    'M29 36v48M48 36v48M67 36v48M10 52h76M10 68h76',
    'M52 60l4 4 7-8',
  ],
  valve: [
    'M4 60h20M4 76h20M72 60h20M72 76h20',
    'M24 54h6v28h-6zM66 54h6v28h-6z',
    'M30 58c8-6 28-6 36 0v20c-8 6-28 6-36 0z',
    'M43 54V42h10v12M46 42V30M50 42V30',
    'M22 24a26 8 0 1 0 52 0a26 8 0 1 0-52 0z',
    'M48 16v16M26 20l44 8M70 20l-44 8',
  ],
  wrench: [
    'M20 83a5 5 0 0 1-7-7l38-38c-4-10 0-22 11-27 5-2 10-2 14 0L64 23l2 9 9 2 12-12c2 4 2 9 0 14-5 11-17 15-27 11z',
    'M20 74h1',
  ],
  clock: [
    'M42 22a32 32 0 1 0 0 64a32 32 0 1 0 0-64z',
    'M42 30v5M42 73v5M18 54h5M61 54h5',
    'M42 54V40M42 54l-8 11',
    'M78 6a14 14 0 1 0 12 21a12 12 0 0 1-12-21z',
  ],
  tap: [
    'M8 36h14v24H8zM22 42h12M22 54h14',
    'M34 40h18c14 0 24 9 24 22v2H62v-2c0-5-4-8-10-8H34z',
    'M59 64h20v6H59z',
    'M40 40V28h12v12M46 28V18M32 18h28',
    'M69 77c-3 4-5 6-5 9a5 5 0 0 0 10 0c0-3-2-5-5-9z',
  ],
  report: [
    'M20 8h40l16 16v64H20z',
    'M60 8v16h16',
    'M30 26h18M30 36h12',
    'M28 76h40',
    'M33 76V62h8v14M45 76V52h8v24M57 76V44h8v32',
  ],
} as const

type DrawingName = keyof typeof STROKES

/** Whether the site has a drawing of this name. */
export const isDrawing = (name: string): name is DrawingName => Object.hasOwn(STROKES, name)

/** The names of all drawings. */
export const DRAWINGS: readonly DrawingName[] = Object.keys(STROKES).filter(isDrawing)
