/** A link of the menu or the footer, ready to be shown. */
export type SiteLinkItem = {key: string; label: string; href: string}
