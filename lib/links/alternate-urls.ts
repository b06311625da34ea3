/** The shape in which networks and messengers show the picture of a link, in pixels. */
export const CARD_SIZE = {width: 1200, height: 630} as const

/** Where the card of the page at a path is: `/cards/pricing.png`, `/cards/index.png` for the home page. */
export const cardPath = (path: string): string => `/cards${path === '/' ? '/index' : path}.png`

/** Where the Markdown of the page at a path is: `/pricing.md`, `/index.md` for the home page. */
export const markdownPath = (path: string): string => `${path === '/' ? '/index' : path}.md`

/** The path of the page that a part of such an address names: `pricing`, `index`. */
export const pathOfName = (name: string): string => (name === 'index' ? '/' : `/${name}`)
