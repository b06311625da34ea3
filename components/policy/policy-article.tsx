import {RichText} from '#components/portable-text/rich-text.tsx'
import type {PolicyBody} from '#sanity/types.gen.ts'
import {contactSection} from './contact-section.ts'
import {Contents} from './contents.tsx'
import {LastUpdated} from './last-updated.tsx'
import styles from './policy-article.module.css'
import {SectionHeading} from './section-heading.tsx'
import {policyParts} from './sections.ts'

export type PolicyArticleProps = {
  title: string
  /** ISO date, shown where the text has its "Last updated" line. */
  lastUpdated: string | null
  /** Shown under the section on contact. */
  contactEmail: string | null
  body: PolicyBody
}

/** A policy as a page: its title, a list of contents and its text, set for reading and for print. */
export function PolicyArticle({title, lastUpdated, contactEmail, body}: PolicyArticleProps) {
  const {subtitle, opening, sections} = policyParts(body)
  const contact = contactSection(sections)
  const text = (value: PolicyBody) => (
    <RichText
      value={value}
      types={{lastUpdatedMarker: ({value}) => <LastUpdated label={value.label} date={lastUpdated} />}}
      block={{subtitle: ({children}) => <p className={styles.subtitle}>{children}</p>}}
    />
  )
  return (
    <article className={styles.policy}>
      <hgroup className={styles.title}>
        <h1>{title}</h1>
        {subtitle && text([subtitle])}
      </hgroup>
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
