import type { Redis, Result } from 'ioredis';
import type { TransferRole } from '../../scoring/feature-cache.ts';
import { featureSet } from '../../scoring/features/registry.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    anelWriteRow(
      key: string,
      role: string,
      seq: string,
      ttlMs: number,
      featureSetHash: string,
      values: string,
      ...fields: readonly string[]
    ): Result<number, Context>;
    anelRaise(key: string, seq: number): Result<number, Context>;
    anelTake(key: string, max: number, spanMs: number): Result<number, Context>;
  }
}

const fieldsOf = (role: TransferRole) => featureSet.names.map((name) => `'${role}.${name}'`).join(',');

/**
 * Writes what a transfer says about an account in one role, unless the row has that transfer or a later one. `values` are the numbers
 * of the vector in the order of the feature set, apart by spaces: sending the names too would triple the bytes. What an older
 * transfer left under names that this one does not have is removed; a key that is no hash is not ours to keep.
 */
const writeRow = `
local names
if ARGV[1] == 'out' then names = {${fieldsOf('out')}} else names = {${fieldsOf('in')}} end
local key, role, seq, hash, values = KEYS[1], ARGV[1], tonumber(ARGV[2]), ARGV[4], ARGV[5]
local known = redis.pcall('HMGET', key, role .. '.seq', role .. '.featureSetHash', 'updatedSeq')
if known.err then
  redis.call('DEL', key)
  known = {false, false, false}
end
if known[1] and tonumber(known[1]) >= seq then return 0 end
if known[2] and (known[2] ~= hash or values == '') then
  for _, field in ipairs(redis.call('HKEYS', key)) do
    if string.sub(field, 1, #role + 1) == role .. '.' then redis.call('HDEL', key, field) end
  end
end
local row = {role .. '.seq', ARGV[2], role .. '.featureSetHash', hash}
local last = 4
for place = 6, #ARGV, 2 do
  row[last + 1], row[last + 2] = role .. '.' .. ARGV[place], ARGV[place + 1]
  last = last + 2
end
local place = 0
for value in string.gmatch(values, '%S+') do
  place = place + 1
  row[last + 1], row[last + 2] = names[place], value
  last = last + 2
end
if not known[3] or tonumber(known[3]) < seq then
  row[last + 1], row[last + 2] = 'updatedSeq', ARGV[2]
end
redis.call('HSET', key, unpack(row))
redis.call('PEXPIRE', key, ARGV[3])
return 1`;

/** Sets a number that only rises, and answers what it is then. */
const raise = `
local known = tonumber(redis.call('GET', KEYS[1]) or '0')
if known >= tonumber(ARGV[1]) then return known end
redis.call('SET', KEYS[1], ARGV[1])
return tonumber(ARGV[1])`;

/** `takeFromWindow` of api/limits/sliding-window.ts on the clock of the server, one for all processes. */
const take = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local max, span = tonumber(ARGV[1]), tonumber(ARGV[2])
local start = now - now % span
local kept = redis.call('HMGET', KEYS[1], 'start', 'count', 'previous')
local count, previous = 0, 0
if kept[1] then
  local keptStart = tonumber(kept[1])
  if start <= keptStart then
    start, count, previous = keptStart, tonumber(kept[2]), tonumber(kept[3])
  elseif start == keptStart + span then
    previous = tonumber(kept[2])
  end
end
local elapsed = now - start
local room = (max - count - 1) * span
if previous * (span - elapsed) <= room then
  redis.call('HSET', KEYS[1], 'start', string.format('%.0f', start), 'count', count + 1, 'previous', previous)
  redis.call('PEXPIRE', KEYS[1], 2 * span)
  return 0
end
if room >= 0 then return span - math.floor(room / previous) - elapsed end
return 2 * span - math.floor((max - 1) * span / count) - elapsed`;

/** Teaches a connection the scripts of Anel. Each is sent once a connection, by its digest after that. */
export function defineScripts(redis: Redis): void {
  redis.defineCommand('anelWriteRow', { numberOfKeys: 1, lua: writeRow });
  redis.defineCommand('anelRaise', { numberOfKeys: 1, lua: raise });
  redis.defineCommand('anelTake', { numberOfKeys: 1, lua: take });
}
