/** Runs once when a server starts, before it answers its first request. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [
    {env},
    {allowedTargets, guardConnections},
    {logger},
    {startExpiryTimer},
    {commerce},
    {startCommerce},
  ] = await Promise.all([
    import('#lib/env.ts'),
    import('#lib/http/allowed-hosts.ts'),
    import('#lib/log.ts'),
    import('#lib/workers.ts'),
    import('#lib/commerce.ts'),
    import('#lib/workers.ts'),
  ])
  // A process that ends with its request waits for no timer: `GET /api/cron` does the same.
  if (env().RUNTIME === 'functions') return
  // Hosts of functions connect to services of their own, which only they know.
  const port = Number(process.env.PORT || 3000)
  const allowed = allowedTargets(env(), port)
  guardConnections((target) => {
    if (allowed.has(target)) return true
    logger.error({target}, 'A connection to a host that is not configured was refused')
    return false
  })
  startExpiryTimer({
    origin: `http://127.0.0.1:${port}`,
    secret: env().SANITY_WEBHOOK_SECRET,
  })
  await startCommerce(commerce(), {logFolder: env().LOG_DIR})
}
