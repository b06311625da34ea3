/** What a row of logos shows. */
export const logosQuery = /* groq */ `title, items[]{_key, name, picture{asset, hotspot, crop}, href}`
