/** `npm run db:migrate`: brings the tables up to date, for hosts whose processes do not do it as they start. */
import {connectDatabase, migrate} from '#lib/db/database.ts'
import {parseCommerceEnv} from '#lib/env.ts'

const {DATABASE_URL} = parseCommerceEnv(process.env)
const {db, close} = connectDatabase(DATABASE_URL)
try {
  await migrate(db)
  console.log('The tables are up to date.')
} finally {
  await close()
}
