import type {BlockOf} from '../block.ts'

type Text = NonNullable<BlockOf<'textWithPicture'>['text']>

/** A text of plain paragraphs. */
export const textOf = (...paragraphs: readonly string[]): Text =>
  paragraphs.map((text, index) => ({
    _type: 'block',
    _key: `p${index}`,
    style: 'normal',
    children: [{_type: 'span', _key: `s${index}`, text, marks: []}],
    markDefs: null,
  }))
