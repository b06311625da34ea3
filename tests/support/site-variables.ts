import {randomBytes} from 'node:crypto'

/** Every variable that the site needs, for tests that run a part of it in their own process. Nothing answers there. */
export const SITE_VARIABLES: Readonly<Record<string, string>> = {
  SITE_URL: 'https://site.example',
  SANITY_PROJECT_ID: 'project',
  SANITY_DATASET: 'production',
  SANITY_READ_TOKEN: 'a token of more than sixteen characters',
  SANITY_WEBHOOK_SECRET: 'a secret of more than sixteen characters',
  DATABASE_URL: 'postgres://site@127.0.0.1:9/site',
  STRIPE_SECRET_KEY: 'sk_test_nobody_answers_for_this_key',
  STRIPE_WEBHOOK_SECRET: 'whsec_nobody_signs_with_this_secret',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'orders@site.example',
  OWNER_EMAIL: 'owner@site.example',
  SERVICE_DATA_KEYS: `test:${randomBytes(32).toString('base64')}`,
}
