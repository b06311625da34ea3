/**
 * Who may import whom, held by the `lint` step of `npm test`. Imports of types count as imports. The table in README.md is
 * checked against this file by a test, which also makes forbidden imports on purpose.
 *
 * @see https://github.com/sverweij/dependency-cruiser/blob/main/doc/rules-reference.md
 */

/**
 * Every top-level folder: what it holds, and what of the other folders it may import. `*` stands for one name; a folder
 * stands for all that is in it.
 *
 * @type {Readonly<Record<string, {holds: string, mayImport: readonly string[]}>>}
 */
export const FOLDERS = {
  app: {holds: 'routes: parse the request, call `lib`, answer', mayImport: ['components', 'lib', 'sanity']},
  components: {
    holds: 'what a page is made of',
    mayImport: [
      'sanity/types.gen.ts',
      'sanity/queries/fragments.ts',
      'lib/format',
      'lib/links',
      'lib/markdown',
      'lib/images/picture.ts',
    ],
  },
  lib: {
    holds: 'what the site does, one module per concern',
    mayImport: ['sanity/queries', 'sanity/types.gen.ts'],
  },
  sanity: {
    holds: 'the content model and the Studio',
    mayImport: [
      'components/blocks/*/schema.ts',
      'components/blocks/*/query.ts',
      'lib/format',
      'lib/links',
      'lib/images/picture.ts',
      'lib/import/elements.ts',
      'lib/promises/register.ts',
    ],
  },
  packages: {
    holds: 'the server around Next, stand-ins for the hosted services, and tools, each usable alone',
    mayImport: [],
  },
  scripts: {holds: 'the commands', mayImport: ['lib', 'sanity', 'packages']},
  tests: {
    holds: 'integration tests, journeys and promises',
    mayImport: ['app', 'components', 'lib', 'sanity', 'packages', 'scripts'],
  },
}

/**
 * The modules of `lib`, each a file or a folder. A module may import those that stand before it.
 *
 * @type {readonly string[]}
 */
export const LIB_ORDER = [
  // Know nothing of the business.
  ...[
    'crypto',
    'format',
    'links',
    'shutdown-hooks',
    'env',
    'log',
    'redis',
    'http',
    'markdown',
    'images',
    'import',
  ],
  // Speak to services.
  ...['stripe', 'db', 'mail', 'audit', 'commerce', 'outbox', 'owner-alerts'],
  // What the site is about.
  ...['content', 'consent', 'contact', 'orders', 'promises', 'setup', 'visits', 'personal-data', 'owner'],
  // Put all of it together.
  ...['health', 'workers'],
]

/** Folders that import each other in a circle nowhere, however deep they lie. */
const WITHOUT_FOLDER_CYCLES = ['app', 'lib', 'sanity', 'scripts', 'tests']

const TESTS = '\\.(test|spec)\\.tsx?$'

const anyOf = (/** @type {readonly string[]} */ patterns) => `(${patterns.join('|')})`

/** @param {string} entry a folder or a file, in which `*` stands for one name */
const within = (entry) =>
  `^${entry.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}${entry.endsWith('.ts') ? '$' : '/'}`

/** @param {readonly string[]} modules of lib */
const inLib = (modules) => `^lib/${anyOf(modules)}(/|(\\.test)?\\.ts$)`

const names = Object.keys(FOLDERS)
const anyFolder = `^${anyOf(names)}/`

const folderRules = Object.entries(FOLDERS).map(([name, {mayImport}]) =>
  rule(`${name}-may-import`, `${name} may import ${mayImport.join(', ') || 'nothing'} beside its own.`, {
    from: {path: within(name)},
    to: {
      path: `^${anyOf(names.filter((other) => other !== name))}/`,
      ...(mayImport.length > 0 && {pathNot: mayImport.map(within)}),
    },
  }),
)

const libRules = LIB_ORDER.slice(0, -1).map((module, index) =>
  rule(`lib-order-${module}`, 'A module of lib may import those before it in LIB_ORDER.', {
    from: {path: inLib([module]), pathNot: TESTS},
    to: {path: inLib(LIB_ORDER.slice(index + 1))},
  }),
)

/**
 * @param {string} name
 * @param {string} comment
 * @param {Pick<import('dependency-cruiser').IRegularForbiddenRuleType, 'from' | 'to'> & {scope?: 'folder'}} condition
 */
function rule(name, comment, condition) {
  return {name, comment, severity: /** @type {const} */ ('error'), ...condition}
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...folderRules,
    ...libRules,
    rule('no-folder-cycles', 'Folders import each other in no circle.', {
      scope: 'folder',
      from: {path: `^${anyOf(WITHOUT_FOLDER_CYCLES)}/`},
      to: {path: '^$1/', circular: true},
    }),
    rule('no-file-cycles', 'Files import each other in no circle.', {
      from: {},
      to: {circular: true, viaOnly: {dependencyTypesNot: ['type-only']}},
    }),
    rule('other-folders-by-alias', 'Another top-level folder is imported by its alias: #lib/env.ts.', {
      from: {path: anyFolder},
      to: {
        path: anyFolder,
        pathNot: '^$1/',
        dependencyTypesNot: ['aliased', 'aliased-workspace', 'npm', 'npm-dev'],
      },
    }),
    rule('other-packages-by-name', 'A package imports nothing of another one by its path.', {
      from: {path: '^packages/([^/]+)/'},
      to: {path: '^packages/', pathNot: '^packages/$1/', dependencyTypes: ['local']},
    }),
  ],
  options: {
    // Generated types know nothing and are known to all; with them every folder would lead to sanity.
    exclude: {path: ['(^|/)node_modules/', '^\\.', '\\.gen\\.ts$']},
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['import', 'node', 'default']},
  },
}
