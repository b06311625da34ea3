import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {CARD_SIZE} from '#lib/links/paths.ts'

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

/** The face of headings, in a format that the drawing library reads. */
export async function cardFont() {
  const data = await readFile(join(process.cwd(), 'app', 'cards', 'besley-600.woff'))
  return {name: 'Besley', data, weight: 600 as const, style: 'normal' as const}
}

/** What the font of cards has: the letters and signs of Western European languages. */
const UNDRAWABLE = /[^\u0020-\u007e\u00a1-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2026]/gu

/**
 * Words as a card can draw them. For any other letter the drawing library would fetch a font from a third party's host, so
 * those are left out.
 */
export const drawable = (words: string): string =>
  words.replaceAll('\u00a0', ' ').replace(UNDRAWABLE, '').trim()
