import type {PropsWithChildren} from 'react'

/** Shows the text's own heading in the editor as what it is: larger than a paragraph, and no section. */
export function SubtitleStyle({children}: PropsWithChildren) {
  return <span style={{fontSize: '1.25em', fontStyle: 'italic'}}>{children}</span>
}
