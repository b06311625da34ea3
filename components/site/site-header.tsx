import page from '#components/ui/page-width.module.css'
import {Links} from './links.tsx'
import styles from './site-header.module.css'
import type {SiteLinkItem} from './site-link.ts'
import {Wordmark} from './wordmark.tsx'

/** The head of every page: the name of the site and the menu. */
export function SiteHeader({name, navigation}: {name: string; navigation: readonly SiteLinkItem[]}) {
  return (
    <header className={styles.header}>
      <div className={`${page.page} ${styles.row}`}>
        <Wordmark name={name} />
        {navigation.length > 0 && (
          <nav aria-label="Main">
            <Links links={navigation} className={styles.menu} />
          </nav>
        )}
      </div>
    </header>
  )
}
