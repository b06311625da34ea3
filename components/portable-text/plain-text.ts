import {toPlainText} from '@portabletext/react'

/** The words of a text without marks, one paragraph after the other on a line. */
export const plainText = (value: Parameters<typeof toPlainText>[0]): string =>
  toPlainText(value)
    .replace(/\s*\n\s*/g, ' ')
    .trim()
