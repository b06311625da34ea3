import {picture} from '#sanity/queries/fragments.ts'

/** What stands for a video. */
export const videoQuery = /* groq */ `title, intro, href, still{${picture}}, length`
