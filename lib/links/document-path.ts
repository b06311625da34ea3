/**
 * The path at which visitors find a document: a page's own path, `/privacy` for a policy with the slug `privacy`,
 * `/checkout/lifetime-access` for a plan. Nothing for a document that has no address, or not yet.
 *
 * @param name a page's path, a policy's or a plan's slug
 */
export function documentPath(type: string | undefined, name: string | null | undefined): string | undefined {
  if (!name) return undefined
  switch (type) {
    case 'page':
      return name
    case 'policy':
      return `/${name}`
    case 'plan':
      return `/checkout/${name}`
    default:
      return undefined
  }
}
