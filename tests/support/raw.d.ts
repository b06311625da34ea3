/** The text of a file, as Vitest imports it. */
declare module '*?raw' {
  const text: string
  export default text
}
