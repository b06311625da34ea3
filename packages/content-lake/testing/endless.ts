const NUMBERS = `[${Array.from({length: 20}, (_, index) => index + 1)}]`

/** GROQ that needs no documents, is short, and would not be done within years. */
export const ENDLESS = `count(${NUMBERS}${`[count(${NUMBERS}`.repeat(9)}[@ > 0]${') > 0]'.repeat(9)})`
