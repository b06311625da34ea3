/** The oldest Node that runs TypeScript files directly and that the Studio's packages accept. */
export const OLDEST_NODE = '22.18.0'

/** The release line that is fetched when the machine's own Node is older. */
export const FETCHED_NODE = '24'

/**
 * Orders two `major.minor.patch` versions, with or without a leading `v`.
 *
 * @param {string} a
 * @param {string} b
 * @returns {number} negative when `a` is older, positive when it is newer, 0 when they are equal.
 */
export function compareVersions(a, b) {
  const left = numbers(a)
  const right = numbers(b)
  for (let part = 0; part < 3; part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** @param {string} version */
function numbers(version) {
  return version.replace(/^v/, '').split('.').map(Number)
}
