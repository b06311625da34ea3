/** Where the server says what happened. A logger of pino is one. */
export type Logger = Readonly<
  Record<'debug' | 'info' | 'warn' | 'error', (facts: object, message: string) => void>
>
