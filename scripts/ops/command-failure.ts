/** A command that cannot do what it was asked to, in a sentence for the owner. */
export class CommandFailure extends Error {}
