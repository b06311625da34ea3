import {defineArrayMember, defineType} from 'sanity'
import {validateHeadingOrder} from './policy-body-rules.ts'
import {textLists, textMarks} from './text-marks.ts'

/** A text of a page: headings, paragraphs, lists, links, tables, call-outs and pictures. */
export const formattedText = defineType({
  name: 'formattedText',
  title: 'Text',
  type: 'array',
  of: [
    defineArrayMember({
      type: 'block',
      styles: [
        {title: 'Normal', value: 'normal'},
        {title: 'Heading', value: 'h2'},
        {title: 'Smaller heading', value: 'h3'},
      ],
      lists: textLists,
      marks: textMarks,
    }),
    defineArrayMember({type: 'table'}),
    defineArrayMember({type: 'callout'}),
    defineArrayMember({type: 'figure'}),
  ],
  validation: (rule) => rule.custom(validateHeadingOrder).warning(),
})
