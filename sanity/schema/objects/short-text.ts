import {defineArrayMember, defineType} from 'sanity'
import {textLists, textMarks} from './text-marks.ts'

/** A few paragraphs without headings. */
export const shortText = defineType({
  name: 'shortText',
  title: 'Text',
  type: 'array',
  of: [
    defineArrayMember({
      type: 'block',
      styles: [{title: 'Normal', value: 'normal'}],
      lists: textLists,
      marks: textMarks,
    }),
  ],
})
