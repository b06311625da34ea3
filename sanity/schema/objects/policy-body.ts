import {defineArrayMember, defineType} from 'sanity'
import {validateHeadingOrder, validateSingleMarker} from './policy-body-rules.ts'
import {SubtitleStyle} from './subtitle-style.tsx'
import {textLists, textMarks} from './text-marks.ts'

/**
 * The words of a policy.
 *
 * `subtitle` is the text's own heading when it has one, beside the title of the page; sections are `h2` to `h4`.
 */
export const policyBody = defineType({
  name: 'policyBody',
  title: 'Text',
  type: 'array',
  of: [
    defineArrayMember({
      type: 'block',
      styles: [
        {title: 'Normal', value: 'normal'},
        {title: "The text's own heading", value: 'subtitle', component: SubtitleStyle},
        {title: 'Section', value: 'h2'},
        {title: 'Part of a section', value: 'h3'},
        {title: 'Smallest heading', value: 'h4'},
      ],
      lists: textLists,
      marks: textMarks,
    }),
    defineArrayMember({type: 'lastUpdatedMarker'}),
    defineArrayMember({type: 'table'}),
    defineArrayMember({type: 'callout'}),
  ],
  validation: (rule) => [
    rule.required().min(1).error('Write the text of the policy.'),
    rule.custom(validateSingleMarker),
    rule.custom(validateHeadingOrder).warning(),
  ],
})
