/** Where each part of the stack listens, counted from the site's port. */
const PORT_OFFSETS = {site: 0, lake: 1, stripe: 2, smtp: 3, inbox: 4, postgres: 5} as const

type PortName = keyof typeof PORT_OFFSETS
export type PortPlan = Readonly<Record<PortName, number>>

const HIGHEST_PORT = 65_535
/** How many ports in a row the stack takes. */
export const PORT_COUNT = 6

/**
 * The ports of the whole stack.
 *
 * @param base the site's port
 * @throws RangeError when the ports would not fit below 65536
 */
export function planPorts(base: number): PortPlan {
  if (!Number.isInteger(base) || base < 1 || base + PORT_COUNT - 1 > HIGHEST_PORT) {
    throw new RangeError(`The port must be a whole number from 1 to ${HIGHEST_PORT - PORT_COUNT + 1}.`)
  }
  const at = (name: PortName) => base + PORT_OFFSETS[name]
  return {
    site: at('site'),
    lake: at('lake'),
    stripe: at('stripe'),
    smtp: at('smtp'),
    inbox: at('inbox'),
    postgres: at('postgres'),
  }
}
