/** `npm run db:migrate`: brings the tables up to date, for hosts whose processes do not do it as they start. */
import {migrate} from '#lib/db/database.ts'
import {parseCommerceEnv} from '#lib/env.ts'

await migrate(parseCommerceEnv(process.env).DATABASE_URL)
console.log('The tables are up to date.')
