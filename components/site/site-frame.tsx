import {stegaClean} from '@sanity/client/stega'
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
  /** How to reach the business. */
  contact: {email: string | undefined; phone: string | undefined; address: string | undefined}
  note: string | undefined
  copyright: {holder: string | undefined; year: number | null}
  /** Whether visitors may have answered something that they must be able to take back. */
  asksForConsent: boolean
}

/** The foot of every page. Fields that the settings leave empty are left out. */
export function SiteFooter({name, columns, contact, note, copyright, asksForConsent}: SiteFooterProps) {
  const {email, phone, address} = contact
  return (
    <footer className={footer.footer}>
      <div className={`${page.page} ${footer.row}`}>
        <div className={footer.business}>
          <p className={footer.name}>{name}</p>
          {address && <address className={footer.address}>{address}</address>}
          {phone && (
            <p>
              <a href={phoneHref(phone)}>{phone}</a>
            </p>
          )}
          {email && (
            <p>
              <a href={`mailto:${email}`}>{email}</a>
            </p>
          )}
        </div>
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
        {(copyright.holder || note || asksForConsent) && (
          <div className={footer.last}>
            {copyright.holder && <p>{['©', copyright.year, copyright.holder].filter(Boolean).join(' ')}</p>}
            {asksForConsent && (
              <p>
                <a href="/cookies">Cookie choices</a>
              </p>
            )}
            {note && <p>{note}</p>}
          </div>
        )}
      </div>
    </footer>
  )
}

/** A number without a country's code is one of the United States (RFC 3966 asks for one). */
function phoneHref(phone: string): string {
  const digits = stegaClean(phone).replace(/\D/g, '')
  return `tel:+${digits.length === 10 ? '1' : ''}${digits}`
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
