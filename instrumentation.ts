/** Runs once when a server starts, before it answers its first request. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{env}, {startExpiryTimer}, {commerce}, {startCommerce}] = await Promise.all([
    import('#lib/env.ts'),
    import('#lib/content/expiry-timer.ts'),
    import('#lib/commerce.ts'),
    import('#lib/workers.ts'),
  ])
  // A process that ends with its request waits for no timer: `GET /api/cron` does the same.
  if (env().RUNTIME === 'functions') return
  startExpiryTimer({
    origin: `http://127.0.0.1:${process.env.PORT || 3000}`,
    secret: env().SANITY_WEBHOOK_SECRET,
  })
  await startCommerce(commerce(), {logFolder: env().LOG_DIR})
}
