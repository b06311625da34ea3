import {expect, test} from 'vitest'
import {newOrderId, orderIdSchema} from './store.ts'

test('an id is read back as it was made, also when it was typed in small letters', () => {
  for (let count = 0; count < 500; count++) {
    const id = newOrderId()
    expect(orderIdSchema.parse(` ${id.toLowerCase()} `)).toBe(id)
  }
})

test.each(['', 'PP-1', 'PP-7K3F-92QM-X1Z', 'PP-7K3F-92QM-X1ZU', 'PP-7K3F-92QM-X1ZD; drop table orders'])(
  '%j is no order id',
  (text) => {
    expect(orderIdSchema.safeParse(text).success).toBe(false)
  },
)
