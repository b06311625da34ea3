import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {buy, createPrice, openSession, post, type StandIn, startStandIn, submitPayment} from './support.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.stop())

const retrieve = (id: string) => standIn.stripe.checkout.sessions.retrieve(id)

describe('a session', () => {
  it('is open, with what it was made with', async () => {
    const session = await openSession(standIn.stripe, {customer_email: 'dana@example.com'})
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 9900,
      currency: 'usd',
      client_reference_id: 'order-1',
      customer: null,
      customer_creation: 'always',
      customer_email: 'dana@example.com',
      metadata: {order: 'order-1'},
      name_collection: {
        business: {enabled: true, optional: false},
        individual: {enabled: true, optional: false},
      },
      phone_number_collection: {enabled: true},
      ui_mode: 'hosted_page',
    })
    expect(session.expires_at - session.created).toBe(24 * 60 * 60)
    expect(session.url).toBe(`${standIn.running.url}/c/pay/${session.id}`)
  })

  it('is paid at the address of the proxy through which browsers come', async () => {
    const behindProxy = await startStandIn({publicUrl: 'https://checkout.example.com'})
    try {
      const {id, url} = await openSession(behindProxy.stripe)
      expect(url).toBe(`https://checkout.example.com/c/pay/${id}`)
      expect((await fetch(`${behindProxy.running.url}/c/pay/${id}`)).status).toBe(200)
    } finally {
      await behindProxy.stop()
    }
  })

  it('lists its lines', async () => {
    const price = await createPrice(standIn.stripe, 2500)
    const session = await openSession(standIn.stripe, {line_items: [{price: price.id, quantity: 3}]})
    const {data} = await standIn.stripe.checkout.sessions.listLineItems(session.id)
    expect(data).toMatchObject([
      {quantity: 3, amount_total: 7500, description: 'Lifetime access', price: {id: price.id}},
    ])
  })

  it.each([
    ['no line', {line_items: []}, 'line_items'],
    ['an unknown price', {line_items: [{price: 'price_none', quantity: 1}]}, 'line_items[0][price]'],
    ['no return address', {success_url: ''}, 'success_url'],
    ['a return address that is none', {success_url: 'javascript:alert(1)'}, 'success_url'],
    ['a reference with spaces', {client_reference_id: 'a b'}, 'client_reference_id'],
    ['an end too soon', {expires_at: Math.floor(Date.now() / 1000) + 60}, 'expires_at'],
    ['an end too late', {expires_at: Math.floor(Date.now() / 1000) + 90_000}, 'expires_at'],
    ['an unknown customer', {customer: 'cus_none', customer_creation: undefined}, 'customer'],
  ])('is refused with %s', async (_what, params, param) => {
    await expect(openSession(standIn.stripe, params)).rejects.toMatchObject({statusCode: 400, param})
  })

  it('is refused for an archived or a recurring price', async () => {
    const {prices} = standIn.stripe
    const archived = await createPrice(standIn.stripe)
    await prices.update(archived.id, {active: false})
    const lines = [{price: archived.id, quantity: 1}]
    await expect(openSession(standIn.stripe, {line_items: lines})).rejects.toThrow(/inactive/)
    const monthly = await prices.create({
      ...{product: String(archived.product), currency: 'usd', unit_amount: 1000},
      recurring: {interval: 'month'},
    })
    const recurring = [{price: monthly.id, quantity: 1}]
    await expect(openSession(standIn.stripe, {line_items: recurring})).rejects.toThrow(/recurring price/)
  })
})

describe('the hosted page', () => {
  it('says that it is a test page, what is due, and asks for what the session asks for', async () => {
    const session = await openSession(standIn.stripe, {customer_email: 'dana@example.com'})
    const response = await fetch(session.url)
    const text = await response.text()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).toContain('Local test page.')
    expect(text).toContain('$99.00')
    expect(text).not.toContain('<script')
    expect(text).toContain('value="dana@example.com"')
    for (const name of ['email', 'individual_name', 'business_name', 'phone', 'card_number']) {
      expect(text).toContain(`name="${name}"`)
    }
    expect(text).toContain(`href="${session.cancel_url}"`)
  })

  it('does not ask for what the session does not ask for', async () => {
    const params = {name_collection: undefined, phone_number_collection: undefined}
    const session = await openSession(standIn.stripe, params)
    const text = await (await fetch(session.url)).text()
    for (const name of ['individual_name', 'business_name', 'phone'])
      expect(text).not.toContain(`name="${name}"`)
    expect((await submitPayment(session.url)).status).toBe(303)
    expect((await retrieve(session.id)).customer_details).toMatchObject({
      name: null,
      phone: null,
      business_name: null,
    })
  })

  it('takes a payment and returns to the shop', async () => {
    const {id, url} = await openSession(standIn.stripe)
    const paid = await submitPayment(url)
    expect(paid).toMatchObject({status: 303, location: `http://127.0.0.1:4279/thanks?session=${id}`})
    const expand = [
      'payment_intent.latest_charge',
      'invoice.payments.data.payment.payment_intent',
      'customer',
    ]
    const session = await standIn.stripe.checkout.sessions.retrieve(id, {expand})
    expect(session).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer_details: {
        email: 'dana@rivera-plumbing.example',
        name: 'Dana Rivera',
        business_name: 'Rivera Plumbing',
        phone: '+1 555 010 0200',
      },
      customer: {email: 'dana@rivera-plumbing.example', business_name: 'Rivera Plumbing'},
      payment_intent: {
        status: 'succeeded',
        amount_received: 9900,
        metadata: {order: 'order-1'},
        latest_charge: {paid: true, payment_method_details: {card: {brand: 'visa', last4: '4242'}}},
      },
      invoice: {
        status: 'paid',
        total: 9900,
        payments: {data: [{payment: {payment_intent: {status: 'succeeded'}}}]},
      },
    })
  })

  it('asks again for what is missing, and keeps what was typed', async () => {
    const {id, url} = await openSession(standIn.stripe)
    const missing = await submitPayment(url, {phone: '', business_name: '<b>Rivera</b>'})
    expect(missing.status).toBe(422)
    expect(missing.text).toContain('Enter your phone number.')
    expect(missing.text).toContain('value="&#60;b&#62;Rivera&#60;/b&#62;"')
    expect(missing.text).toContain('name="card_number" type="text" value=""')
    expect((await retrieve(id)).status).toBe('open')
  })

  it.each([
    ['a declined card', '4000000000000002', 'Your card was declined.', 'generic_decline'],
    ['insufficient funds', '4000000000009995', 'Your card has insufficient funds.', 'insufficient_funds'],
  ])('refuses %s and can then be paid by another', async (_what, number, message, declineCode) => {
    const {id, url} = await openSession(standIn.stripe)
    const refused = await submitPayment(url, {card_number: number})
    expect(refused.status).toBe(402)
    expect(refused.text).toContain(message)
    const open = await standIn.stripe.checkout.sessions.retrieve(id, {
      expand: ['payment_intent.latest_charge'],
    })
    expect(open).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: {status: 'requires_payment_method', last_payment_error: {decline_code: declineCode}},
    })
    expect((await submitPayment(url)).status).toBe(303)
    expect((await retrieve(id)).payment_status).toBe('paid')
    const {data} = await standIn.stripe.charges.list({
      payment_intent: String((await retrieve(id)).payment_intent),
    })
    expect(data.map(({status}) => status)).toEqual(['succeeded', 'failed'])
  })

  it('leads through 3-D Secure, which may fail and then pass', async () => {
    const {id, url} = await openSession(standIn.stripe)
    const asked = await submitPayment(url, {card_number: '4000 0025 0000 3155'})
    expect(asked).toMatchObject({status: 303, location: `/c/pay/${id}/authenticate`})
    expect(await (await fetch(`${url}/authenticate`)).text()).toContain('Fail authentication')
    expect((await retrieve(id)).status).toBe('open')
    const failed = await post(`${url}/authenticate`, {result: 'fail'})
    expect(failed.status).toBe(402)
    expect(failed.text).toContain('unable to authenticate')
    await submitPayment(url, {card_number: '4000 0025 0000 3155'})
    expect((await post(`${url}/authenticate`, {result: 'pass'})).location).toContain(`session=${id}`)
    expect((await retrieve(id)).payment_status).toBe('paid')
  })

  it('takes test numbers only, and no card that has expired', async () => {
    const {url} = await openSession(standIn.stripe)
    expect((await submitPayment(url, {card_number: '4111 1111 1111 1111'})).text).toContain(
      'test card numbers only',
    )
    expect((await submitPayment(url, {card_expiry: '01 / 20'})).text).toContain('in the past')
    expect((await submitPayment(url, {card_cvc: ''})).text).toContain('security code')
  })

  it('says that it was paid, however often it is opened or sent', async () => {
    const {url} = await openSession(standIn.stripe)
    await submitPayment(url)
    expect((await submitPayment(url)).text).toContain('You have already paid')
    expect(await (await fetch(url)).text()).toContain('You have already paid')
  })

  it('says that it has expired, and takes no payment', async () => {
    const {id, url} = await openSession(standIn.stripe)
    expect(await standIn.stripe.checkout.sessions.expire(id)).toMatchObject({status: 'expired', url: null})
    const late = await submitPayment(url)
    expect(late.status).toBe(410)
    expect(late.text).toContain('This page has expired')
    await expect(standIn.stripe.checkout.sessions.expire(id)).rejects.toThrow(/status of `expired`/)
  })

  it('does not know other sessions', async () => {
    expect((await fetch(`${standIn.running.url}/c/pay/cs_test_none`)).status).toBe(404)
  })

  it('keeps no card number', async () => {
    await buy(standIn.stripe, {card_number: '4000056655665556'})
    const {url} = await openSession(standIn.stripe)
    await submitPayment(url, {card_number: '4000 0025 0000 3155'})
    await submitPayment(url, {card_number: '4111111111111111'})
    const files = await readdir(standIn.data)
    expect(files).toContain('stripe.sqlite')
    for (const file of files) {
      const bytes = (await readFile(join(standIn.data, file))).toString('latin1')
      for (const number of [
        '4000056655665556',
        '4000002500003155',
        '4000 0025 0000 3155',
        '4111111111111111',
      ]) {
        expect(bytes.includes(number), `${number} in ${file}`).toBe(false)
      }
    }
  })
})

describe('an invoice', () => {
  it('can be looked at and printed', async () => {
    const {session} = await buy(standIn.stripe)
    const invoice = await standIn.stripe.invoices.retrieve(String(session.invoice))
    const page = await (await fetch(String(invoice.hosted_invoice_url))).text()
    for (const fact of [String(invoice.number), 'Lifetime access', '$99.00', 'Dana Rivera'])
      expect(page).toContain(fact)
    const pdf = await fetch(String(invoice.invoice_pdf))
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect(await pdf.text()).toMatch(/^%PDF-1\.4[\s\S]*Lifetime access[\s\S]*%%EOF\n$/)
  })

  it('is numbered per customer, and made only when it was asked for', async () => {
    const customer = await standIn.stripe.customers.create({email: 'sam@example.com', name: 'Sam'})
    const params = {customer: customer.id, customer_creation: undefined}
    const numbers: (string | null)[] = []
    for (const _ of [1, 2]) {
      const {id, url} = await openSession(standIn.stripe, params)
      await submitPayment(url)
      const {invoice} = await retrieve(id)
      numbers.push((await standIn.stripe.invoices.retrieve(String(invoice))).number)
    }
    expect(numbers.map((number) => number?.slice(-5))).toEqual(['-0001', '-0002'])
    const {id, url} = await openSession(standIn.stripe, {...params, invoice_creation: {enabled: false}})
    await submitPayment(url)
    expect((await retrieve(id)).invoice).toBeNull()
  })
})
