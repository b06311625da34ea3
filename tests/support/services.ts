import {type Addresses, readAddresses} from '#scripts/stack/layout.ts'

/** The addresses and tokens of the stack that the tests run against. */
export function services(): Addresses {
  const path = process.env.STACK_SERVICES
  if (!path) throw new Error('No stack runs. Start these tests with: npm test -- --only e2e')
  return readAddresses(path)
}
