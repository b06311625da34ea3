import styles from './pipe.module.css'

/** How the pipe goes on at the end of a section: across to the other side, into the button, or closed by a flange. */
export type PipeEnd = 'across' | 'button' | 'flange'

type PipeProps = {
  side: 'left' | 'right'
  end: PipeEnd
  /** Whether the pipe starts here instead of coming from the section above. */
  start: boolean
}

const MIRRORED = {left: '', right: styles.mirrored}
const REACH = {across: '', button: styles.toButton, flange: styles.toFlange}

/** The radius of every bend, in pixels. */
const BEND = 24

/**
 * The length of copper pipe beside one section, drawn for the left side and mirrored for the right. The sections above
 * and below draw theirs, so that the pipe runs down the whole page however tall its sections are.
 *
 * SVG cannot add percentages and pixels: a line that is to end 24 pixels before the edge is drawn to the edge, from a
 * start that is as much too late, and then moved.
 */
export function Pipe({side, end, start}: PipeProps) {
  const run = <Run end={end} from={start ? 0 : BEND} />
  return (
    <svg className={[styles.pipe, MIRRORED[side], REACH[end]].join(' ')} aria-hidden="true">
      <g className={styles.wall}>{run}</g>
      <g className={styles.bore}>{run}</g>
      <g className={styles.joint}>
        <path d={start ? 'M-9 0h18v6h-18z' : 'M-7 24h14v6h-14z'} />
        <path
          className={styles.foot}
          d={end === 'flange' ? 'M-9-6h18v6h-18z' : 'M-7-30h14v6h-14zM24-7h6v14h-6z'}
        />
        {end === 'across' && <path className={styles.corner} d="M-30-7h6v14h-6z" />}
      </g>
    </svg>
  )
}

function Run({end, from}: {end: PipeEnd; from: number}) {
  return (
    <>
      {end === 'flange' ? (
        <line y1={from} y2="100%" />
      ) : (
        <line className={styles.raised} y1={from + BEND} y2="100%" />
      )}
      {end !== 'flange' && <path className={styles.foot} d="M0-24a24 24 0 0 0 24 24" />}
      {end === 'across' && (
        <>
          <line className={styles.footRaised} x1={2 * BEND} x2="100%" />
          <path className={styles.corner} d="M-24 0a24 24 0 0 1 24 24" />
        </>
      )}
      {end === 'button' && <line className={styles.foot} x1={BEND} x2="50%" />}
    </>
  )
}
