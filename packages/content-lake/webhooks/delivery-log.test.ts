import {appendFile, mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {DeliveryLog} from './delivery-log.ts'
import type {Attempt, Message} from './messages.ts'

let directory: string
let path: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'deliveries-'))
  path = join(directory, 'deliveries.log')
})

afterEach(() => rm(directory, {recursive: true}))

const open = () => DeliveryLog.open(path, (hookId) => hookId !== 'removed')

function message(id: string, hookId = 'hook'): Message {
  return {
    id,
    hookId,
    dataset: 'production',
    documentId: 'a',
    operation: 'update',
    transactionId: `of-${id}`,
    transactionTime: '2026-01-01T00:00:00.000Z',
    payload: '{}',
    createdAt: '2026-01-01T00:00:00.000Z',
  }
}

function attempt(messageId: string, willRetry: boolean): Attempt {
  const at = '2026-01-01T00:00:01.000Z'
  const outcome = {isFailure: willRetry, failureReason: willRetry ? ('http' as const) : null, resultCode: 200}
  return {
    ...outcome,
    id: `try-${messageId}`,
    messageId,
    createdAt: at,
    updatedAt: at,
    resultBody: '',
    willRetry,
  }
}

describe('DeliveryLog', () => {
  test('keeps a message pending until its last attempt', async () => {
    const log = await open()
    await log.queue('production', 'of-two', [message('one'), message('two')])
    await log.ended(attempt('one', true))
    await log.ended(attempt('two', false))
    expect(log.pending().map(({id}) => id)).toEqual(['one'])
    await log.close()
  })

  test('has all of it after a restart, and after another', async () => {
    const log = await open()
    await log.queue('production', 'of-one', [message('one')])
    await log.ended(attempt('one', true))
    await log.queue('production', 'of-two', [message('two')])
    await log.close()
    for (let restart = 0; restart < 2; restart += 1) {
      const restarted = await open()
      expect(restarted.cursor('production')).toBe('of-two')
      expect(restarted.cursor('staging')).toBeNull()
      expect(restarted.pending().map(({id}) => id)).toEqual(['one', 'two'])
      expect(restarted.attemptsOf('one')).toHaveLength(1)
      expect(restarted.ofHook('hook').map((tracked) => tracked.message.id)).toEqual(['two', 'one'])
      await restarted.close()
    }
  })

  test('repairs a record that a crash cut short', async () => {
    const log = await open()
    await log.queue('production', 'of-one', [message('one')])
    await log.close()
    await appendFile(path, '412 0123')
    const restarted = await open()
    expect(restarted.pending()).toHaveLength(1)
    await restarted.close()
  })

  test('drops messages of removed hooks, and all but the last hundred ended messages of each hook', async () => {
    const log = await open()
    await log.queue('production', 'of-gone', [message('gone', 'removed')])
    for (let count = 0; count < 105; count += 1) {
      await log.queue('production', `of-${count}`, [message(String(count))])
      await log.ended(attempt(String(count), false))
    }
    expect(log.ofHook('hook')).toHaveLength(100)
    expect(log.ofHook('hook')[0]?.message.id).toBe('104')
    await log.close()
    const restarted = await open()
    expect(restarted.pending()).toEqual([])
    expect(String(await readFile(path))).not.toContain('of-gone')
    await restarted.close()
  })
})
