/** Types of which exactly one document exists. Its id is its type. */
export const SINGLETON_TYPES: ReadonlySet<string> = new Set(['siteSettings'])
