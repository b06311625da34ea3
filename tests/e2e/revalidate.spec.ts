import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {type APIRequestContext, expect, test} from 'playwright/test'
import {policyDocument, policyId, removePolicy} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {siteHook} from '#tests/support/site.ts'

const at = (path: string) => `${services().site.url}${path}`

/** Sends a body as the Content Lake would, and tells what the site answered. */
async function send(request: APIRequestContext, path: string, body: string, secret?: string) {
  const signature = secret && (await encodeSignatureHeader(body, Date.now(), secret))
  const answer = await request.post(at(path), {
    data: Buffer.from(body),
    headers: {'content-type': 'application/json', ...(signature && {[SIGNATURE_HEADER_NAME]: signature})},
  })
  return {status: answer.status(), body: await answer.json()}
}

const error = (code: string) => ({error: {code, message: expect.any(String)}})

/** Waits until an address answers with this status and, for a page, these words. */
async function expectPage(
  request: APIRequestContext,
  path: string,
  status: number,
  words = '',
): Promise<void> {
  await expect(async () => {
    const answer = await request.get(at(path))
    const hasWords = (await answer.text()).includes(words)
    expect({path, status: answer.status(), words: hasWords && words}).toEqual({path, status, words})
  }).toPass({timeout: 15_000, intervals: [100]})
}

test('an announcement is believed only when it is signed, whole and of a sensible size', {
  tag: '@journey',
}, async ({request}) => {
  const {secret} = await siteHook()
  const change = JSON.stringify({_id: 'policy-privacy', _type: 'policy', slug: 'privacy'})
  const revalidate = (body: string, key?: string) => send(request, '/api/revalidate', body, key)

  expect(await revalidate(change)).toEqual({status: 401, body: error('unsigned')})
  expect(await revalidate(change, 'another secret')).toEqual({status: 401, body: error('bad_signature')})
  expect(await revalidate('{"_id": ', secret)).toEqual({status: 400, body: error('not_json')})
  expect(await revalidate('{"_id": 7}', secret)).toEqual({status: 400, body: error('malformed')})
  expect(await revalidate(`"${'x'.repeat(70_000)}"`, secret)).toEqual({status: 413, body: error('too_large')})
  expect(await revalidate('{"_id": "a", "_type": "recipe"}', secret)).toEqual({
    status: 200,
    body: {revalidated: [], ignored: 'recipe'},
  })
  expect(await revalidate(change, secret)).toEqual({
    status: 200,
    body: {revalidated: ['policy', 'policy:privacy']},
  })
})

test('a page follows its document through publish, rename and deletion', {tag: '@journey'}, async ({
  request,
}) => {
  const client = contentClient()
  await removePolicy('journey-before')
  await removePolicy('journey-after')
  await expectPage(request, '/journey-before', 404)

  await client.create(policyDocument('journey-before', {title: 'A journey', text: 'First words.'}))
  await expectPage(request, '/journey-before', 200, 'First words.')
  await expectPage(request, '/journey-after', 404)

  await client.patch(policyId('journey-before')).set({'slug.current': 'journey-after'}).commit()
  await expectPage(request, '/journey-after', 200, 'First words.')
  await expectPage(request, '/journey-before', 404)

  await client.delete(policyId('journey-before'))
  await expectPage(request, '/journey-after', 404)
})

test('a change that the site was never told of is found when it compares', {tag: '@journey'}, async ({
  request,
}) => {
  const client = contentClient()
  const hook = await siteHook()
  const path = '/journey-unheard'
  const reconcile = () => send(request, '/api/reconcile', '{"reason": "test"}', hook.secret)
  const found = {status: 200, body: {revalidated: expect.arrayContaining(['policy:journey-unheard'])}}
  await removePolicy('journey-unheard')
  await client.create(policyDocument('journey-unheard', {title: 'Unheard', text: 'Old words.'}))
  await hook.settled()
  await expectPage(request, path, 200, 'Old words.')
  await reconcile()
  await expectPage(request, path, 200, 'Old words.')

  await hook.silenced(async () => {
    await client.patch(policyId('journey-unheard')).set({'body[0].children[0].text': 'New words.'}).commit()
    await expectPage(request, path, 200, 'Old words.')
    expect(await reconcile()).toEqual(found)
    await expectPage(request, path, 200, 'New words.')

    await client.delete(policyId('journey-unheard'))
    await expectPage(request, path, 200, 'New words.')
    expect(await reconcile()).toEqual(found)
    await expectPage(request, path, 404)
  })
})

test('a comparison is made for nobody but the site itself', {tag: '@journey'}, async ({request}) => {
  expect(await send(request, '/api/reconcile', '{}')).toEqual({status: 401, body: error('unsigned')})
})
