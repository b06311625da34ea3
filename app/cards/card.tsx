import {CARD_SIZE} from '#lib/links/alternate-urls.ts'

const PAPER = '#fbfaf7'
const INK = '#14202b'
const QUIET = '#4d5a66'
const COPPER = '#b8672f'

const {width, height} = CARD_SIZE
const RUN = `M90 0v${height - 130}a48 48 0 0 0 48 48h${width}`

type CardWords = {site: string; title: string; note: string}

/** A card in the look of the site: its name, the title of the page, and the pipe. */
export function Card({site, title, note}: CardWords) {
  return (
    <div style={{display: 'flex', width, height, background: PAPER, color: INK, fontFamily: 'Besley'}}>
      <svg width={width} height={height} aria-hidden="true" style={{position: 'absolute'}}>
        <path d={RUN} fill="none" stroke={COPPER} strokeWidth="26" />
        <path d={RUN} fill="none" stroke={PAPER} strokeWidth="16" />
        <path d={JOINTS} fill={PAPER} stroke={COPPER} strokeWidth="5" strokeLinejoin="round" />
      </svg>
      <div
        style={{
          display: 'flex',
          flexDirection: 'column',
          justifyContent: 'space-between',
          padding: '70px 80px 150px 170px',
          width: '100%',
        }}
      >
        <div style={{fontSize: 34}}>{site}</div>
        <div style={{fontSize: title.length > 50 ? 62 : 80, lineHeight: 1.12, letterSpacing: '-0.01em'}}>
          {title}
        </div>
        <div style={{fontSize: 28, color: QUIET}}>{note}</div>
      </div>
    </div>
  )
}

/** Collars where the pipe bends. */
const JOINTS = `M70 ${height - 148}h40v18h-40zM138 ${height - 102}h18v40h-18z`
