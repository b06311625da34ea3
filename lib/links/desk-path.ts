/** The tools of the owner's desk in the Studio, by what each is about. */
export const DESK_TOOLS = {order: 'orders', message: 'messages', request: 'people'} as const

export type DeskSubject = keyof typeof DESK_TOOLS

/** Where the owner opens an order, a message or a data request: `/studio/orders/PP-7K3F-92QM-X1ZD`. */
export function deskPath(subject: DeskSubject, id: string): string {
  return `/studio/${DESK_TOOLS[subject]}/${encodeURIComponent(id)}`
}
