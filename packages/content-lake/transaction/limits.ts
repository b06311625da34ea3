/** Bytes of the body of one mutation or action request. */
export const MAX_WRITE_BODY = 16 << 20
