import {createHash} from 'node:crypto'
import {compress, decompress, type Encoding} from '../http/encoding.ts'
import {type Header, securityHeaders} from '../http/security-headers.ts'

/** What a page takes beside its bodies: headers, tags and the objects that hold them. */
const BYTES_BESIDE_BODIES = 2_048

/** What a page as Next made it is known by: the same bytes make the same document. */
export function fingerprint(status: number, html: Buffer): string {
  return createHash('sha256').update(`${status}\n`).update(html).digest('base64url')
}

/** Any cache may keep it, and asks each time whether it still holds. */
const REVALIDATED = 'public, max-age=0, must-revalidate'
/** No cache keeps it: an error, or a last good page. */
const NOT_STORED = 'private, no-store'

/** A page in one encoding. Lists of headers are names and values in turn. */
export type PackedPage = {
  body: Buffer
  /** Names this body among all that the page's address ever had. */
  tag: string
  /** Headers of the page, of the answer that nothing changed, and of the page when it stands in for another. */
  freshHeaders: string[]
  unchangedHeaders: string[]
  staleHeaders: string[]
}

/**
 * A static page, packed as readers ask for it, each way once. Its text is kept until then, and unpacked again when
 * another way is asked for: most pages are only ever read in one.
 */
export class StaticPage {
  readonly status: number
  /** Of what it was made from. */
  readonly fingerprint: string
  readonly policy: string
  readonly #headers: readonly Header[]
  readonly #tag: string
  #text: Buffer | undefined
  readonly #packed = new Map<Encoding, PackedPage>()
  readonly #packing = new Map<Encoding, Promise<PackedPage>>()

  constructor(made: {
    status: number
    fingerprint: string
    html: string
    policy: string
    headers?: readonly Header[]
  }) {
    this.status = made.status
    this.fingerprint = made.fingerprint
    this.policy = made.policy
    this.#headers = made.headers ?? securityHeaders()
    const text = Buffer.from(made.html)
    this.#text = text
    this.#tag = createHash('sha256').update(text).update(made.policy).digest('base64url').slice(0, 22)
  }

  /** The document as it is before it is packed. */
  async html(): Promise<Buffer> {
    if (this.#text) return this.#text
    // What is least work to unpack, for which nothing has to be done at best.
    for (const encoding of ['identity', 'br', 'gzip'] as const) {
      const packed = this.#packed.get(encoding)
      if (packed) return decompress(packed.body, encoding)
    }
    throw new Error('A page has neither its text nor anything that was packed of it.')
  }

  /** The page in this encoding, when it was asked for before. */
  packed(encoding: Encoding): PackedPage | undefined {
    return this.#packed.get(encoding)
  }

  /** The page in this encoding. */
  async pack(encoding: Encoding): Promise<PackedPage> {
    const known = this.#packed.get(encoding) ?? this.#packing.get(encoding)
    if (known) return known
    const packing = this.#pack(encoding)
    this.#packing.set(encoding, packing)
    try {
      const packed = await packing
      this.#packed.set(encoding, packed)
      this.#text = undefined
      return packed
    } finally {
      this.#packing.delete(encoding)
    }
  }

  /** Bytes of memory, for the bound of a cache. */
  get bytes(): number {
    const bodies = [...this.#packed.values()].map(({body}) => body.length)
    return bodies.reduce((sum, bytes) => sum + bytes, BYTES_BESIDE_BODIES + (this.#text?.length ?? 0))
  }

  async #pack(encoding: Encoding): Promise<PackedPage> {
    return this.#describe(ownCopy(await compress(await this.html(), encoding, 'smallest')), encoding)
  }

  #describe(body: Buffer, encoding: Encoding): PackedPage {
    const tag = `"${this.#tag}-${encoding}"`
    const general = [
      ...['Vary', 'Accept-Encoding'],
      ...['Content-Security-Policy', this.policy],
      ...this.#headers.flat(),
    ]
    const ofBody = [
      ...['Content-Type', 'text/html; charset=utf-8'],
      ...['Content-Length', String(body.length)],
      ...(encoding === 'identity' ? [] : ['Content-Encoding', encoding]),
    ]
    const unchangedHeaders = ['ETag', tag, 'Cache-Control', REVALIDATED, ...general]
    return {
      body,
      tag,
      unchangedHeaders,
      freshHeaders: [...ofBody, ...unchangedHeaders],
      staleHeaders: [...ofBody, ...general, 'Cache-Control', NOT_STORED],
    }
  }
}

/** The same bytes in memory of their own: Node cuts buffers from larger ones, which stay as long as any piece of them. */
function ownCopy(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(own)
  return own
}
