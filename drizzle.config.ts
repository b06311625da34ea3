import {defineConfig} from 'drizzle-kit'

// Only for `npm run db:generate`, which compares the schema with the last migration and needs no database.
export default defineConfig({
  dialect: 'postgresql',
  schema: './lib/db/schema.ts',
  out: './lib/db/migrations',
})
