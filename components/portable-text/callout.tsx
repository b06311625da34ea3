import {PortableText, type PortableTextProps} from '@portabletext/react'
import label from '#components/ui/label.module.css'
import styles from './callout.module.css'
import prose from './prose.module.css'
import {words} from './words.tsx'

export type CalloutProps = {
  label?: string | undefined
  text?: PortableTextProps['value'] | null | undefined
}

/** Words set apart from the text around them. */
export function Callout({label: name, text}: CalloutProps) {
  return (
    <aside className={`${styles.callout} ${prose.prose}`}>
      {name && <p className={label.label}>{name}</p>}
      <PortableText value={text ?? []} components={words} onMissingComponent={false} />
    </aside>
  )
}
