import {isIP} from 'node:net'
import {z} from 'zod'
import {isLoopback} from './loopback.ts'

const emptyIsUnset = (value: unknown) => (value === '' ? undefined : value)

const network = z.string().refine(
  (value) => {
    const [address = '', bits, ...rest] = value.split('/')
    const most = isIP(address) === 4 ? 32 : 128
    return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || isPrefix(bits, most))
  },
  {error: 'must be addresses or networks separated by commas, for example 127.0.0.1,10.0.0.0/8'},
)

const isPrefix = (bits: string, most: number) => /^\d{1,3}$/.test(bits) && Number(bits) <= most

const redis = z
  .url({
    protocol: /^rediss?$/,
    error: 'must be the address of a Redis, for example rediss://user:password@redis.example.com:6379',
  })
  // Pages are public, but whoever can write here writes our pages.
  .refine((address) => address.startsWith('rediss:') || isLoopback(address), {
    error: 'must begin with rediss:// (TLS) when the Redis is on another machine',
  })

/** Variables of the production server, beside those of the site. `.env.example` explains each in words. */
export const serverSchema = z.object({
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((entry) => entry.trim() || []))
    .pipe(z.array(network)),
  REDIS_URL: z.preprocess(emptyIsUnset, redis.optional()),
  LOG_DIR: z.preprocess(emptyIsUnset, z.string().optional()),
  DOCUMENT_CACHE_MB: z.preprocess(
    emptyIsUnset,
    z.coerce
      .number({error: 'must be a number of megabytes, for example 64'})
      .int({error: 'must be a whole number of megabytes, for example 64'})
      .min(1, {error: 'must be at least 1'})
      .default(64),
  ),
  DRAIN_SECONDS: z.preprocess(
    emptyIsUnset,
    z.coerce
      .number({error: 'must be a number of seconds, for example 10'})
      .min(0, {error: 'must not be less than 0'})
      .max(300, {error: 'must be 300 at most'})
      .optional(),
  ),
})
