/** A page that cannot be sent as a plain document. The message says what stands in the way. */
export class NotFinishableError extends Error {}
