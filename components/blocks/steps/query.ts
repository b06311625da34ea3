/** What a list of steps shows. */
export const stepsQuery = /* groq */ `title, intro, items[]{_key, title, when, text}`
