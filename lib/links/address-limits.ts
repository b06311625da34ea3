/** Most characters in the slug of a policy or a plan. The site looks for no longer one, and the Studio lets none pass. */
export const MAX_SLUG_LENGTH = 96

/** Most characters in the path of a page or a redirect, the slash at its beginning included. */
export const MAX_PATH_LENGTH = 200
