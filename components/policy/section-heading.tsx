import {RichText} from '#components/portable-text/rich-text.tsx'
import {headingParts} from '#lib/format/heading.ts'
import styles from './policy-article.module.css'
import type {PolicySection} from './sections.ts'

/** A section's heading, with its number set apart so that it can hang in the margin. The words stay as written. */
export function SectionHeading({section: {id, heading, text}}: {section: PolicySection}) {
  const {number} = headingParts(text)
  return (
    <h2 id={id}>
      {number && <span className={styles.number}>{number}</span>}
      <RichText
        value={[number ? withoutNumber(heading, number) : heading]}
        block={{h2: ({children}) => <>{children}</>}}
      />
    </h2>
  )
}

type Heading = PolicySection['heading']

function withoutNumber(heading: Heading, number: string): Heading {
  const [first, ...others] = heading.children ?? []
  if (!first?.text?.trimStart().startsWith(number)) return heading
  return {...heading, children: [{...first, text: first.text.trimStart().slice(number.length)}, ...others]}
}
