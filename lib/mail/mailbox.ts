/** A person's name and address. Always kept apart, so that a name can never be read as part of an address. */
export type Mailbox = {name: string; address: string}

const WITH_NAME = /^\s*(.*?)\s*<([^\s<>@]+@[^\s<>@]+)>\s*$/
const ALONE = /^[^\s<>@]+@[^\s<>@]+$/

/** Reads `Name <address>` or an address alone. Throws when it is neither. */
export function parseMailbox(text: string): Mailbox {
  const [, name, address] = WITH_NAME.exec(text) ?? []
  if (name !== undefined && address !== undefined) return {name: name.replace(/^"(.*)"$/, '$1'), address}
  if (ALONE.test(text)) return {name: '', address: text}
  throw new Error('This is not a mail address.')
}
