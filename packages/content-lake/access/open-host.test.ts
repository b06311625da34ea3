import {networkInterfaces} from 'node:os'
import {afterEach, describe, expect, it} from 'vitest'
import {RunningLake} from '../testing/running-lake.ts'

let lake: RunningLake
afterEach(() => lake.remove())

/** An address of this machine by which another would reach it. A machine without a network has none. */
const outer = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address

const login = `/v1/local/login?${new URLSearchParams({origin: 'http://localhost:3000/studio'})}`

describe('a lake that listens to other machines', () => {
  it('says so when it starts', async () => {
    lake = await RunningLake.start({host: '0.0.0.0'})
    expect(lake.warnings).toEqual([expect.stringContaining('other machines can reach this lake')])
  })

  it('lets the people of its own machine sign in', async () => {
    lake = await RunningLake.start({host: '0.0.0.0'})
    const {port} = new URL(lake.url)
    expect((await fetch(`http://127.0.0.1:${port}${login}`)).status).toBe(200)
  })

  it.skipIf(outer === undefined)('lets nobody else, whatever the headers say', async () => {
    lake = await RunningLake.start({host: '0.0.0.0'})
    const {port} = new URL(lake.url)
    const headers = {'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1'}
    const refused = await fetch(`http://${outer}:${port}${login}`, {headers})
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({message: expect.stringContaining('on the machine')})
    expect((await fetch(`http://${outer}:${port}/v1/data/query/production?query=1`)).status).toBe(200)
  })
})

it('that listens to this machine alone does not warn', async () => {
  lake = await RunningLake.start()
  expect(lake.warnings).toEqual([])
})
