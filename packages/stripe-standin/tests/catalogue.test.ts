import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {mergeMetadata} from '../objects/route.ts'
import {createPrice, type StandIn, startStandIn} from './support.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.stop())

describe('products', () => {
  it('are created, changed, listed and deleted', async () => {
    const {products} = standIn.stripe
    const made = await products.create({id: 'prod_lifetime', name: 'Lifetime', metadata: {a: '1', b: '2'}})
    expect(made).toMatchObject({
      id: 'prod_lifetime',
      active: true,
      livemode: false,
      metadata: {a: '1', b: '2'},
    })
    const changed = await products.update(made.id, {
      active: false,
      description: 'Once',
      metadata: {a: '', c: 3},
    })
    expect(changed).toMatchObject({active: false, description: 'Once', metadata: {b: '2', c: '3'}})
    expect((await products.list({active: true, ids: [made.id]})).data).toEqual([])
    expect((await products.list({active: false, ids: [made.id]})).data).toEqual([changed])
    expect(await products.del(made.id)).toMatchObject({id: made.id, deleted: true})
    await expect(products.retrieve(made.id)).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    })
  })

  it('that have prices are not deleted', async () => {
    const price = await createPrice(standIn.stripe)
    await expect(standIn.stripe.products.del(String(price.product))).rejects.toThrow(/user-created prices/)
  })

  it('refuse an id that is taken', async () => {
    await standIn.stripe.products.create({id: 'prod_taken', name: 'First'})
    await expect(standIn.stripe.products.create({id: 'prod_taken', name: 'Second'})).rejects.toMatchObject({
      code: 'resource_already_exists',
    })
  })
})

describe('prices', () => {
  it('are found by their lookup key, with their product', async () => {
    const price = await createPrice(standIn.stripe, 9900, 'found')
    const {data} = await standIn.stripe.prices.list({
      lookup_keys: ['found'],
      active: true,
      expand: ['data.product'],
    })
    expect(data).toHaveLength(1)
    expect(data[0]).toMatchObject({id: price.id, unit_amount: 9900, currency: 'usd', type: 'one_time'})
    expect(data[0]?.unit_amount_decimal?.toString()).toBe('9900')
    expect(data[0]?.product).toMatchObject({object: 'product', name: 'Lifetime access'})
  })

  it('keep a lookup key to themselves until it is transferred', async () => {
    const {prices} = standIn.stripe
    const first = await createPrice(standIn.stripe, 9900, 'moving')
    await expect(createPrice(standIn.stripe, 8900, 'moving')).rejects.toMatchObject({param: 'lookup_key'})
    const second = await prices.create({
      ...{product: String(first.product), currency: 'usd', unit_amount: 8900},
      ...{lookup_key: 'moving', transfer_lookup_key: true},
    })
    expect((await prices.retrieve(first.id)).lookup_key).toBeNull()
    expect((await prices.list({lookup_keys: ['moving']})).data.map(({id}) => id)).toEqual([second.id])
    await prices.update(first.id, {lookup_key: 'moving', transfer_lookup_key: true})
    expect((await prices.list({lookup_keys: ['moving']})).data.map(({id}) => id)).toEqual([first.id])
  })

  it('disappear from the active ones when archived', async () => {
    const price = await createPrice(standIn.stripe, 9900, 'archived')
    await standIn.stripe.prices.update(price.id, {active: false})
    expect((await standIn.stripe.prices.list({lookup_keys: ['archived'], active: true})).data).toEqual([])
    expect((await standIn.stripe.prices.list({lookup_keys: ['archived'], active: false})).data).toHaveLength(
      1,
    )
  })

  it('may recur', async () => {
    const {id} = await standIn.stripe.products.create({name: 'Monthly'})
    const price = await standIn.stripe.prices.create({
      ...{product: id, currency: 'usd', unit_amount: 1000},
      recurring: {interval: 'month'},
    })
    expect(price).toMatchObject({type: 'recurring', recurring: {interval: 'month', interval_count: 1}})
  })

  it('need a product that exists', async () => {
    const params = {product: 'prod_none', currency: 'usd', unit_amount: 1}
    await expect(standIn.stripe.prices.create(params)).rejects.toMatchObject({
      statusCode: 400,
      param: 'product',
    })
  })
})

describe('customers', () => {
  it('are created, corrected, found by e-mail and deleted', async () => {
    const {customers} = standIn.stripe
    const made = await customers.create({email: 'sam@example.com', name: 'Sam', business_name: 'Sam & Sons'})
    const corrected = await customers.update(made.id, {
      email: 'sam@sons.example',
      phone: '+15550100',
      business_name: '',
    })
    expect(corrected).toMatchObject({email: 'sam@sons.example', name: 'Sam', phone: '+15550100'})
    expect(corrected).not.toHaveProperty('business_name')
    expect((await customers.list({email: 'sam@sons.example'})).data).toEqual([corrected])
    await customers.del(made.id)
    expect(await customers.retrieve(made.id)).toMatchObject({id: made.id, object: 'customer', deleted: true})
    expect((await customers.list({email: 'sam@sons.example'})).data).toEqual([])
  })
})

describe('metadata', () => {
  it('adds, replaces and removes names, and writes numbers as text', () => {
    expect(mergeMetadata({a: '1', b: '2'}, {a: '', b: 3, c: 'x'})).toEqual({b: '3', c: 'x'})
  })

  it('stays as it is when nothing is given, and is emptied by an empty text', () => {
    expect(mergeMetadata({a: '1'}, undefined)).toEqual({a: '1'})
    expect(mergeMetadata({a: '1'}, '')).toEqual({})
  })

  it('has limits', () => {
    expect(() => mergeMetadata({}, {['k'.repeat(41)]: 'x'})).toThrow(/40 characters/)
    expect(() => mergeMetadata({}, {k: 'x'.repeat(501)})).toThrow(/500 characters/)
    const many = Object.fromEntries(Array.from({length: 51}, (_, index) => [`k${index}`, 'x']))
    expect(() => mergeMetadata({}, many)).toThrow(/50 keys/)
  })
})
