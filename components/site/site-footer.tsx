import label from '#components/ui/label.module.css'
import page from '#components/ui/page-width.module.css'
import {Links} from './links.tsx'
import styles from './site-footer.module.css'
import type {SiteLinkItem} from './site-link.ts'

export type SiteFooterProps = {
  name: string
  columns: readonly {key: string; title: string | undefined; links: readonly SiteLinkItem[]}[]
  contactEmail: string | undefined
  note: string | undefined
}

/** The foot of every page. Whatever the settings leave empty takes no room. */
export function SiteFooter({name, columns, contactEmail, note}: SiteFooterProps) {
  return (
    <footer className={styles.footer}>
      <div className={page.page}>
        {columns.length > 0 && (
          <nav className={styles.columns} aria-label="Footer">
            {columns.map(({key, title, links}) => (
              <section key={key}>
                {title && <h2 className={label.label}>{title}</h2>}
                <Links links={links} className={styles.links} />
              </section>
            ))}
          </nav>
        )}
        <div className={styles.last}>
          <p className={styles.name}>{name}</p>
          {contactEmail && (
            <p>
              <a href={`mailto:${contactEmail}`}>{contactEmail}</a>
            </p>
          )}
          {note && <p>{note}</p>}
        </div>
      </div>
    </footer>
  )
}
