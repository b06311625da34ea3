/** Tells an editor in plain words that a picture needs a description. `picture` is the value that holds it. */
export function validateAlt(alt: string | undefined, picture: unknown): true | string {
  const {asset}: {asset?: unknown} = picture ?? {}
  return (
    asset === undefined ||
    Boolean(alt?.trim()) ||
    'Say in words what the picture shows, for those who cannot see it.'
  )
}
