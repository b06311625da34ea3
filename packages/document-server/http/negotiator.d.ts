/** What is used of negotiator 1.1. The types of it that are published are of 0.6, which did not know `preferred`. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: {headers: Readonly<Record<string, string>>})
    encoding(available: readonly string[], options: {preferred: readonly string[]}): string | undefined
  }
}
