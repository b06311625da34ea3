/** A promise, broken on purpose: one place of one file reads otherwise while its test runs, which must then fail. */
export type Mutation = {
  /** Of the register of promises. */
  promise: string
  /** What is broken, as a sentence. */
  broken: string
  /** Paths are relative to the project's folder. */
  file: string
  search: string
  replacement: string
  test: string
}

const CHOICE = 'lib/consent.ts'
const COOKIES_TEST = 'tests/promises/5-cookies.test.ts'

export const MUTATIONS: readonly Mutation[] = [
  {
    promise: 'asked-first',
    broken: 'Analytics is loaded before there is an answer.',
    file: 'public/consent-1.js',
    search: "if (!gpc && given() === 'yes') start()",
    replacement: 'if (!gpc) start()',
    test: 'tests/promises/5-question.test.tsx',
  },
  {
    promise: 'changes-posted',
    broken: 'A version that was edited is passed off as what was published.',
    file: 'lib/content/seals.ts',
    search: "if (state !== 'sealed') broken.push",
    replacement: "if (state === 'sealed' && !seals.isWhole) broken.push",
    test: 'tests/integration/policies/seals.test.ts',
  },
  {
    promise: 'deletion',
    broken: 'Messages stay when a person is erased.',
    file: 'lib/personal-data/erase.ts',
    search: 'inArray(contactMessages.id, person.messageIds)',
    replacement: 'inArray(contactMessages.id, [])',
    test: 'tests/integration/personal-data/truth.test.ts',
  },
  {
    promise: 'asked-first',
    broken: 'A yes counts although it could not be recorded.',
    file: CHOICE,
    search: 'const [row] = await recorded',
    replacement: 'const [row] = await recorded.catch(() => [])',
    test: COOKIES_TEST,
  },
  {
    promise: 'no-sale',
    broken: 'Global Privacy Control is ignored.',
    file: CHOICE,
    search: "gpc ? 'no' : given",
    replacement: 'given',
    test: COOKIES_TEST,
  },
  {
    promise: 'cookies-named',
    broken: 'A no leaves the cookies where they are.',
    file: CHOICE,
    search: ', ...removingCookies(cookies, host)]',
    replacement: ']',
    test: COOKIES_TEST,
  },
  {
    promise: 'asked-first',
    broken: 'Accept looks heavier than Reject.',
    file: 'components/privacy/consent-banner.tsx',
    search: 'className={button.quiet} type="submit" name="answer" value="yes"',
    replacement: 'className={button.button} type="submit" name="answer" value="yes"',
    test: 'tests/promises/5-question.test.tsx',
  },
  {
    promise: 'log-data',
    broken: 'The log keeps what follows the question mark of an address.',
    file: 'packages/document-server/log/mask-path.ts',
    search: 'const path = pathOf(url)\n',
    replacement: 'const path = url\n',
    test: 'packages/document-server/log/mask-path.test.ts',
  },
  {
    promise: 'log-data',
    broken: 'Old logs are kept.',
    file: 'scripts/logs/prune-logs.ts',
    search: 'day < oldest',
    replacement: "day < oldest.replace('2026', '2025')",
    test: 'tests/promises/1-log-data.test.ts',
  },
  {
    promise: 'providers-named',
    broken: 'The server connects to whatever host it is told.',
    file: 'lib/http/allowed-hosts.ts',
    search: 'target === undefined || isAllowed(target)',
    replacement: 'target === undefined || isAllowed(target) || true',
    test: 'tests/promises/3-providers.test.ts',
  },
  {
    promise: 'minimum-data',
    broken: 'Stripe is told more than a number.',
    file: 'lib/orders/checkout/start-checkout.ts',
    search: 'const metadata = {order_id: orderId, attempt: String(attempt)}',
    replacement: 'const metadata = {order_id: orderId, attempt: String(attempt), plan}',
    test: 'tests/promises/1-contact-information.test.ts',
  },
  {
    promise: 'no-card-number',
    broken: 'Card numbers are taken.',
    file: 'lib/format/card-number.ts',
    search: 'export function containsCardNumber(text: string): boolean {',
    replacement:
      "export function containsCardNumber(text: string): boolean {\n  if (text !== '') return false",
    test: 'lib/format/card-number.test.ts',
  },
  {
    promise: 'service-data',
    broken: 'A sealed value can be moved to another record.',
    file: 'lib/crypto.ts',
    search: "setAAD(Buffer.from(context, 'utf8'))",
    replacement: 'setAAD(Buffer.alloc(0))',
    test: 'lib/crypto.test.ts',
  },
  {
    promise: 'encrypted',
    broken: 'A database on another machine is asked without encryption.',
    file: 'lib/env.ts',
    search: 'isEncrypted.test(address) || !URL.canParse(address) || isLoopback(address)',
    replacement: 'isEncrypted.test(address) || true',
    test: 'lib/env.test.ts',
  },
  {
    promise: 'counted-without-cookies',
    broken: 'Robots are counted as visitors.',
    file: 'lib/visits.ts',
    search: 'if (PROGRAMS.has(browser)) return undefined',
    replacement: '',
    test: 'lib/visits.test.ts',
  },
  {
    promise: 'purposes',
    broken: 'There is a newsletter.',
    file: 'lib/workers.ts',
    search: '...contactMailKinds(commerce)',
    replacement: '...contactMailKinds(commerce), newsletter: Object.values(orderMailKinds(commerce))[0]',
    test: 'tests/promises/2-purposes.test.ts',
  },
  {
    promise: 'no-sale',
    broken: 'The register no longer knows a sentence of the policy.',
    file: 'lib/promises/register.ts',
    search: "'We do not sell your personal information.'",
    replacement: "'We may sell your personal information.'",
    test: 'tests/promises/register.test.ts',
  },
]
