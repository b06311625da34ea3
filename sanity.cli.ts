import {defineCliConfig} from 'sanity/cli'

export default defineCliConfig({
  api: {
    projectId: process.env.SANITY_PROJECT_ID || 'plumbperfect',
    dataset: process.env.SANITY_DATASET || 'production',
  },
  typegen: {
    path: ['sanity/queries/**/*.ts', 'components/blocks/*/query.ts'],
    schema: '.local/schema.json',
    generates: process.env.TYPEGEN_OUTPUT || 'sanity/types.gen.ts',
    overloadClientMethods: true,
    formatGeneratedCode: false,
  },
})
