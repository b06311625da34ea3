import {RichText} from '#components/portable-text/rich-text.tsx'
import {headingParts} from '#lib/format/headings.ts'
import styles from './policy-article.module.css'
import type {PolicySection} from './sections.ts'

/** A section's heading, with its number set apart so that it can hang in the margin. The words stay as written. */
export function SectionHeading({section: {id, heading, text}}: {section: PolicySection}) {
  const number = ownNumber(heading, headingParts(text).number)
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

/** A number that is in one piece. One that is cut by a mark, such as "*1*.", stays where it is. */
function ownNumber({children}: Heading, number: string | undefined): string | undefined {
  return number && children?.[0]?.text?.trimStart().startsWith(number) ? number : undefined
}

function withoutNumber(heading: Heading, number: string): Heading {
  const [first, ...others] = heading.children ?? []
  if (!first?.text) return heading
  return {...heading, children: [{...first, text: first.text.trimStart().slice(number.length)}, ...others]}
}
