/** What the font of cards has: the letters and signs of Western European languages. */
const UNKNOWN = /[^\u0020-\u007e\u00a1-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2026]/gu

/**
 * Words as a card can draw them. For any other letter the drawing library would ask strangers on the web for a font, so
 * those are left out.
 */
export const drawable = (words: string): string => words.replaceAll('\u00a0', ' ').replace(UNKNOWN, '').trim()
