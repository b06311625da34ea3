import label from '#components/ui/label.module.css'
import page from '#components/ui/page-width.module.css'
import {visitorHref} from '#lib/links/href.ts'
import footer from './site-footer.module.css'
import header from './site-header.module.css'
import skip from './skip-link.module.css'
import wordmark from './wordmark.module.css'

/** A link of the menu or the footer, ready to be shown. */
type SiteLinkItem = {key: string; label: string; href: string}

/** The first stop of the keyboard: past the menu, to what the page is about. */
export function SkipLink() {
  return (
    <a className={skip.skip} href="#main">
      Skip to the text
    </a>
  )
}

/** The head of every page: the name of the site and the menu. */
export function SiteHeader({name, navigation}: {name: string; navigation: readonly SiteLinkItem[]}) {
  return (
    <header className={header.header}>
      <div className={`${page.page} ${header.row}`}>
        <Wordmark name={name} />
        {navigation.length > 0 && (
          <nav aria-label="Main">
            <Links links={navigation} className={header.menu} />
          </nav>
        )}
      </div>
    </header>
  )
}

/** The name of the site behind its sign, a bent pipe, leading home. */
function Wordmark({name}: {name: string}) {
  return (
    <a className={wordmark.wordmark} href="/">
      <svg className={wordmark.sign} viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <path d="M4 9h11a8 8 0 0 1 8 8v11" fill="none" stroke="currentColor" strokeWidth="5" />
        <path
          d="M4 3.5v11M17.5 28h11"
          fill="none"
          stroke="currentColor"
          strokeWidth="3"
          strokeLinecap="round"
        />
      </svg>
      <span>{name}</span>
    </a>
  )
}

type SiteFooterProps = {
  name: string
  columns: readonly {key: string; title: string | undefined; links: readonly SiteLinkItem[]}[]
  contactEmail: string | undefined
  note: string | undefined
}

/** The foot of every page. Fields that the settings leave empty are left out. */
export function SiteFooter({name, columns, contactEmail, note}: SiteFooterProps) {
  return (
    <footer className={footer.footer}>
      <div className={page.page}>
        {columns.length > 0 && (
          <nav className={footer.columns} aria-label="Footer">
            {columns.map(({key, title, links}) => (
              <section key={key}>
                {title && <h2 className={label.label}>{title}</h2>}
                <Links links={links} className={footer.links} />
              </section>
            ))}
          </nav>
        )}
        <div className={footer.last}>
          <p className={footer.name}>{name}</p>
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

/** A list of links of the menu or the footer. One that visitors may not follow is left out. */
function Links({links, className}: {links: readonly SiteLinkItem[]; className: string | undefined}) {
  return (
    <ul className={className}>
      {links.map(({key, label, href}) => {
        const target = visitorHref(href)
        return target ? (
          <li key={key}>
            <a href={target}>{label}</a>
          </li>
        ) : null
      })}
    </ul>
  )
}
