import {expect, type Request} from 'playwright/test'
import {services} from '#tests/support/services.ts'
import {Studio, test} from '#tests/support/studio.ts'

const studioAt = (path: string) => `${services().studio.url}${path}`

test('a Studio on this machine speaks to nobody else', async ({browser}) => {
  // Who has every tool, the one for queries included.
  const studio = await Studio.signIn(browser, 'Local Administrator')
  const hosts = await hostsAsked(studio, async () => {
    await studio.open('policy', 'policy-privacy')
    await studio.page.goto(studioAt('/vision'))
    await expect(studio.page.getByTestId('vision-query-editor')).toBeVisible()
    await studio.page.goto(studioAt('/pictures'))
    await expect(studio.page.getByRole('heading', {name: 'Pictures', level: 1})).toBeVisible()
    await studio.page.goto(studioAt('/presentation?preview=/privacy'))
    await expect(studio.page.frameLocator('iframe').getByRole('heading', {level: 1})).toBeVisible({
      timeout: 60_000,
    })
  })
  const site = new URL(services().site.url).host
  const lake = new URL(services().lake.url).host
  expect(hosts.filter((host) => host !== site && host !== lake && !host.endsWith(`.${lake}`))).toEqual([])
  expect(hosts).toEqual(expect.arrayContaining([site, `${services().lake.projectId}.${lake}`]))
  await studio.page.context().close()
})

/** The hosts to which requests went out. What the page's policy holds back never leaves the browser. */
async function hostsAsked({page}: Studio, act: () => Promise<void>): Promise<string[]> {
  const sent = new Set<Request>()
  const sockets = new Set<string>()
  page.on('request', (request) => sent.add(request))
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'csp') sent.delete(request)
  })
  page.on('websocket', (socket) => sockets.add(new URL(socket.url()).host))
  await act()
  const urls = [...sent]
    .map((request) => new URL(request.url()))
    .filter(({protocol}) => /^https?:/.test(protocol))
  return [...new Set([...urls.map(({host}) => host), ...sockets])].toSorted()
}
