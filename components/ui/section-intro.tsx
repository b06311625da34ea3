import styles from './section-intro.module.css'

type SectionIntroProps = {
  Heading: 'h1' | 'h2'
  id: string
  title: string | null
  intro?: string | null
  className?: string | undefined
}

/** The heading of a section and the sentence or two under it. What is empty takes no room. */
export function SectionIntro({Heading, id, title, intro, className = ''}: SectionIntroProps) {
  return (
    <div className={`${styles.intro} ${className}`}>
      {title && <Heading id={id}>{title}</Heading>}
      {intro && <p>{intro}</p>}
    </div>
  )
}
