const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])

/** Whether a host name leads to this machine whoever resolves it. */
export function isLoopbackName(hostname: string): boolean {
  const name = hostname.toLowerCase()
  return LOOPBACK.has(name) || name.endsWith('.localhost')
}
