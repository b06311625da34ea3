import type {ReactNode} from 'react'
import {anchorsOf, RichText} from '#components/portable-text/rich-text.tsx'
import {headingParts} from '#lib/format/anchors.ts'
import {writtenDate} from '#lib/format/dates.ts'
import type {TextMember} from '#lib/format/portable-text.ts'
import contentsStyles from './contents.module.css'
import styles from './policy-article.module.css'
import {contactSection, type PolicySection, policyParts} from './sections.ts'

export type PolicyArticleProps = {
  title: string
  /** ISO date, shown where the text has its "Last updated" line. */
  lastUpdated: string | null
  /** Shown under the section on contact. */
  contactEmail: string | null
  body: readonly TextMember[]
  /** Stands between the title and the text. */
  note?: ReactNode
}

/** A policy as a page: its title, a list of contents and its text, set for reading and for print. */
export function PolicyArticle({title, lastUpdated, contactEmail, body, note}: PolicyArticleProps) {
  const {subtitle, opening, sections, titleIds} = policyParts(body, title)
  const contact = contactSection(sections)
  const text = (value: readonly TextMember[]) => (
    <RichText
      value={value}
      types={{
        lastUpdatedDate: ({value}) => <UpdatedOn date={lastUpdated} format={value.format} />,
        lastUpdatedMarker: ({value}) => (
          <p className={styles.updated}>
            <strong>{value.label}</strong> <UpdatedOn date={lastUpdated} format={value.format} />
          </p>
        ),
      }}
      block={{subtitle: ({children}) => <p className={styles.subtitle}>{children}</p>}}
    />
  )
  return (
    <article className={styles.policy}>
      <hgroup className={styles.title}>
        <h1 id={titleIds[0]}>
          {anchorsOf({anchors: titleIds})}
          {title}
        </h1>
        {subtitle && text([subtitle])}
      </hgroup>
      {note && <div className={styles.note}>{note}</div>}
      {sections.length > 1 && <Contents sections={sections} />}
      <div className={styles.text}>
        {text(opening)}
        {sections.map((section) => (
          <section key={section.id} aria-labelledby={section.id}>
            <SectionHeading section={section} />
            {text(section.members)}
            {section === contact && contactEmail && (
              <p>
                E-mail: <a href={`mailto:${contactEmail}`}>{contactEmail}</a>
              </p>
            )}
          </section>
        ))}
        {!contact && contactEmail && (
          <p>
            Contact e-mail: <a href={`mailto:${contactEmail}`}>{contactEmail}</a>
          </p>
        )}
      </div>
    </article>
  )
}

/** The list of a policy's sections: folded on a phone, in view all the time on a wide screen. */
function Contents({sections}: {sections: readonly PolicySection[]}) {
  return (
    <nav className={contentsStyles.contents} aria-labelledby="contents">
      <p id="contents" className={contentsStyles.label}>
        Contents
      </p>
      <details className={contentsStyles.fold}>
        <summary className={contentsStyles.label}>Contents</summary>
        <ol className={contentsStyles.list}>
          {sections.map(({id, text}) => {
            const {number, words} = headingParts(text)
            return (
              <li key={id}>
                <a href={`#${id}`}>
                  {number && <span className={contentsStyles.number}>{number} </span>}
                  <span>{words}</span>
                </a>
              </li>
            )
          })}
        </ol>
      </details>
    </nav>
  )
}

type UpdatedOnProps = {
  /** ISO date. */
  date: string | null
  /** How the text writes it. */
  format: string | undefined
}

/** The date on which a policy's text was last changed. */
const UpdatedOn = ({date, format}: UpdatedOnProps) =>
  date && <time dateTime={date}>{writtenDate(date, format || undefined)}</time>

/** A section's heading, with its number set apart so that it can hang in the margin. The words stay as written. */
function SectionHeading({section: {id, heading, text}}: {section: PolicySection}) {
  const number = ownNumber(heading, headingParts(text).number)
  return (
    <h2 id={id}>
      {anchorsOf(heading)}
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
  return number && children[0]?.text.trimStart().startsWith(number) ? number : undefined
}

function withoutNumber(heading: Heading, number: string): Heading {
  const [first, ...others] = heading.children
  if (!first?.text) return heading
  return {...heading, children: [{...first, text: first.text.trimStart().slice(number.length)}, ...others]}
}
