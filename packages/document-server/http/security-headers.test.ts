import {expect, test} from 'vitest'
import {securityPolicies} from './security-headers.ts'

const FACTS = {styles: [], formTargets: [], kept: []}

test('a page may use what belongs to a script that it keeps, and other pages may not', () => {
  const {document} = securityPolicies({
    kept: {consent: {'script-src': ['https://tag.example'], 'connect-src': ['https://data.example']}},
  })
  const policy = document({...FACTS, kept: ['consent', 'unknown']})
  expect(policy).toContain("script-src 'self' https://tag.example;")
  expect(policy).toContain("connect-src 'self' https://data.example;")
  expect(document(FACTS)).not.toContain('https:')
})
