import type {PropsWithChildren} from 'react'
import type {BlockListItemProps} from 'sanity'

/** Shows the text's own heading in the editor as what it is: larger than a paragraph, and no section. */
export function SubtitleStyle({children}: PropsWithChildren) {
  return <span style={{fontSize: '1.25em', fontStyle: 'italic'}}>{children}</span>
}

export const Superscript = ({children}: PropsWithChildren) => <sup>{children}</sup>

export const Subscript = ({children}: PropsWithChildren) => <sub>{children}</sub>

/** Shows a paragraph that goes on inside a list item under the words of that item, without a sign of its own. */
export function ContinuedItem({children, level}: BlockListItemProps) {
  return <div style={{paddingInlineStart: `${level * 2}em`}}>{children}</div>
}
