import {picture} from '#sanity/queries/fragments.ts'

/** What a gallery shows. */
export const galleryQuery = /* groq */ `title, intro, items[]{_key, caption, picture{${picture}}}`
