import {defineScript} from '@redis/client'

/**
 * What Redis does in one piece. One hash holds everything that is true of the whole: `generation`, how often content
 * expired; `tag:…`, in which generation each tag last did; and `epoch`, a name made up when the hash was made. A Redis
 * that is emptied or forgets the hash ends the epoch, and with it every entry of that epoch.
 */

type Words = (string | Buffer)[]

/** The epoch and the generation, made up when there are none. */
const CURRENT = `
local function current(made)
  local state = redis.call('HMGET', KEYS[1], 'epoch', 'generation')
  if not state[1] or not state[2] then
    redis.call('DEL', KEYS[1])
    redis.call('HSET', KEYS[1], 'epoch', made, 'generation', 0)
    state = {made, '0'}
  end
  return state
end
`

const read = (body: string) =>
  defineScript({
    SCRIPT: body,
    NUMBER_OF_KEYS: 1,
    parseCommand(parser, keys: string[], args: Words) {
      for (const key of keys) parser.pushKey(key)
      parser.push(...args)
    },
    transformReply: (reply: unknown): unknown => reply,
  })

const readTwo = (body: string) => ({...read(body), NUMBER_OF_KEYS: 2})

export const scripts = {
  /**
   * Keys: state. Arguments: a name for a new epoch, the epoch and the generation that are known.
   * Answers with the epoch, the generation, and the tags that expired since the known one. A generation that runs
   * backwards was restored from an old copy, which has forgotten what expired since: then a new epoch begins.
   */
  look: read(`${CURRENT}
    local state = current(ARGV[1])
    local isKnown = state[1] == ARGV[2]
    if isKnown and tonumber(state[2]) < tonumber(ARGV[3]) then
      redis.call('DEL', KEYS[1])
      state = current(ARGV[1])
    elseif isKnown and state[2] == ARGV[3] then
      return state
    end
    local since = isKnown and tonumber(ARGV[3]) or -1
    local all = redis.call('HGETALL', KEYS[1])
    for at = 1, #all, 2 do
      if string.sub(all[at], 1, 4) == 'tag:' and tonumber(all[at + 1]) > since then
        state[#state + 1] = string.sub(all[at], 5)
      end
    end
    return state`),

  /**
   * Keys: state. Arguments: a name for a new epoch, a channel, tags. Expires the tags, says so on the channel, and
   * answers with the epoch and the generation.
   */
  expire: read(`${CURRENT}
    local state = current(ARGV[1])
    local generation = redis.call('HINCRBY', KEYS[1], 'generation', 1)
    for at = 3, #ARGV do redis.call('HSET', KEYS[1], 'tag:' .. ARGV[at], generation) end
    redis.call('PUBLISH', ARGV[2], generation)
    return {state[1], tostring(generation)}`),

  /**
   * Keys: state, entry. Arguments: tags that the entry depends on beside its own. Answers with the entry's bytes, unless
   * one of its tags expired after the entry was begun.
   */
  readEntry: readTwo(`
    local epoch = redis.call('HGET', KEYS[1], 'epoch')
    local entry = redis.call('HMGET', KEYS[2], 'epoch', 'began', 'tags')
    if not entry[1] or entry[1] ~= epoch then return false end
    local began = tonumber(entry[2])
    local function isExpired(tag)
      local at = redis.call('HGET', KEYS[1], 'tag:' .. tag)
      return at and tonumber(at) > began
    end
    for _, tag in ipairs(cjson.decode(entry[3])) do if isExpired(tag) then return false end end
    for _, tag in ipairs(ARGV) do if isExpired(tag) then return false end end
    return redis.call('HGET', KEYS[2], 'bytes')`),

  /**
   * Keys: state, entry. Arguments: the epoch and the generation in which the entry was begun, seconds to keep it, its tags
   * as JSON, its bytes. Keeps the entry if nothing at all expired since; answers with 1 or 0.
   */
  writeEntry: readTwo(`
    local state = redis.call('HMGET', KEYS[1], 'epoch', 'generation')
    if state[1] ~= ARGV[1] or state[2] ~= ARGV[2] then return 0 end
    redis.call('HSET', KEYS[2], 'epoch', ARGV[1], 'began', ARGV[2], 'tags', ARGV[4], 'bytes', ARGV[5])
    redis.call('EXPIRE', KEYS[2], ARGV[3])
    return 1`),
}
