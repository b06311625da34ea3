/** Whether an address that a service answers at never leaves this machine. A socket's path, which names no host, does not. */
export function isLoopback(address: string): boolean {
  const {hostname} = new URL(address)
  return LOOPBACK.test(hostname)
}

const LOOPBACK = /^(?:|localhost|127(?:\.\d{1,3}){3}|\[::1\])$/
