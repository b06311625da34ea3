import {appendFile, readFile, truncate, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {startLake} from '../lake.ts'
import {RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake

beforeEach(async () => {
  lake = await RestartableLake.start()
})
afterEach(() => lake.remove())

describe('a lake that starts again', () => {
  it('has every document as it was, and its history', async () => {
    await lake.mutate([{create: {_id: 'a', _type: 'note', text: 'one'}}])
    await lake.mutate([{patch: {id: 'a', set: {text: 'two'}}}])
    await lake.mutate([{create: {_id: 'b', _type: 'note'}}, {delete: {id: 'b'}}])
    await lake.mutate([{create: {_id: 'c', _type: 'note'}}])
    await lake.mutate([{delete: {id: 'c'}}])
    const before = await lake.document('a')
    const history = await lake.call('/data/history/production/transactions/a,c?effectFormat=mendoza', {
      as: 'viewer',
    })
    await lake.restart()
    expect(await lake.document('a')).toEqual(before)
    expect(await lake.document('c')).toBeNull()
    const again = await lake.call('/data/history/production/transactions/a,c?effectFormat=mendoza', {
      as: 'viewer',
    })
    expect(again.text).toBe(history.text)
    expect(again.text.trim().split('\n')).toHaveLength(4)
    expect(lake.warnings).toEqual([])
  })

  it('keeps references and the tokens of its people', async () => {
    const token = lake.person('editor').token
    await lake.mutate([
      {create: {_id: 'a', _type: 'note'}},
      {create: {_id: 'b', _type: 'note', to: {_ref: 'a'}}},
    ])
    await lake.restart()
    expect((await lake.mutate([{delete: {id: 'a'}}])).status).toBe(409)
    expect(lake.person('editor').token).toBe(token)
  })
})

describe('an unfinished last record', () => {
  it.each([1, 5, 30])(
    'is cut off when its last %i bytes are missing, and all others are kept',
    async (missing) => {
      await lake.mutate([{create: {_id: 'a', _type: 'note'}}])
      await lake.mutate([{create: {_id: 'b', _type: 'note'}}])
      await lake.stop()
      const {length} = await readFile(lake.logPath)
      await truncate(lake.logPath, length - missing)
      await lake.start()
      expect(await lake.document('a')).not.toBeNull()
      expect(await lake.document('b')).toBeNull()
      expect(lake.warnings).toEqual(['an unfinished last record was cut off the log'])
      await lake.mutate([{create: {_id: 'c', _type: 'note'}}])
      await lake.restart()
      expect(await lake.document('c')).not.toBeNull()
      expect(lake.warnings).toHaveLength(1)
    },
  )

  it.each(['7', '120 abcdef01 {"id":', '\u0000'.repeat(4096)])('is cut off when it is %j', async (rest) => {
    await lake.mutate([{create: {_id: 'a', _type: 'note'}}])
    await lake.stop()
    await appendFile(lake.logPath, rest)
    await lake.start()
    expect(await lake.document('a')).not.toBeNull()
    expect(lake.warnings).toHaveLength(1)
  })
})

it('refuses to start with a log that is damaged in its middle, and does not change it', async () => {
  for (const id of ['a', 'b', 'c'])
    await lake.mutate([{create: {_id: id, _type: 'note', text: 'some words'}}])
  await lake.stop()
  const bytes = await readFile(lake.logPath)
  const at = bytes.indexOf('some words')
  bytes[at] = bytes[at] === 0x58 ? 0x59 : 0x58
  await writeFile(lake.logPath, bytes)
  await expect(lake.start()).rejects.toThrow(/damaged at byte 0/)
  expect(await readFile(lake.logPath)).toEqual(bytes)
})

describe('a snapshot', () => {
  const big = 'long text '.repeat(5000)

  it('is written when the lake ends, and gives the same documents and history', async () => {
    for (let n = 0; n < 8; n += 1)
      await lake.mutate([{createOrReplace: {_id: `d${n % 3}`, _type: 'note', n, text: `${big}${n}`}}])
    const before = await lake.document('d1')
    await lake.restart()
    const snapshot = await readFile(join(lake.dataDir, 'datasets', 'production', 'snapshot.records'))
    expect(snapshot.length).toBeGreaterThan(0)
    expect(await lake.document('d1')).toEqual(before)
    await lake.mutate([{patch: {id: 'd1', set: {after: 'the snapshot'}}}])
    await lake.restart()
    expect(await lake.document('d1')).toMatchObject({n: 7, after: 'the snapshot'})
    const {text} = await lake.call('/data/history/production/transactions/d1', {as: 'viewer'})
    expect(text.trim().split('\n')).toHaveLength(4)
  })

  it.each(['damaged', 'of another log'])('that is %s is not used', async (kind) => {
    for (let n = 0; n < 8; n += 1)
      await lake.mutate([{createOrReplace: {_id: 'd', _type: 'note', n, text: `${big}${n}`}}])
    await lake.stop()
    const path = join(lake.dataDir, 'datasets', 'production', 'snapshot.records')
    if (kind === 'damaged') await truncate(path, 1000)
    else await truncate(lake.logPath, (await readFile(lake.logPath)).length - 10)
    await lake.start()
    expect(await lake.document('d')).toMatchObject({n: kind === 'damaged' ? 7 : 6})
    expect(lake.warnings.length).toBeGreaterThan(0)
  })
})

it('has one lake at a time', async () => {
  const startSecond = () => startLake({dataDir: lake.dataDir, port: 0, log: () => {}})
  await expect(startSecond()).rejects.toThrow(/in use by process/)
  await lake.stop()
  const second = await startSecond()
  await second.close()
})
