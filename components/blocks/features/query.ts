/** What a list of features shows. */
export const featuresQuery = /* groq */ `title, intro, items[]{_key, title, text, drawing}`
