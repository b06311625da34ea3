import {createHash} from 'node:crypto'
import {compress} from '../http/compress.ts'
import type {Encoding} from '../http/encoding.ts'
import {SECURITY_HEADERS} from '../security-headers.ts'

const BYTES_BESIDE_BODIES = 2_048

/** What a page as Next made it is known by: the same bytes make the same document. */
export function fingerprint(status: number, html: Buffer): string {
  return createHash('sha256').update(`${status}\n`).update(html).digest('base64url')
}

/** For everybody to keep, and to ask each time whether it still holds. */
const LASTING = 'public, max-age=0, must-revalidate'
/** For nobody to keep: an error, or a last good page. */
const FLEETING = 'private, no-store'

/** A page in one encoding. Lists of headers are names and values in turn. */
export type PackedPage = {
  body: Buffer
  /** Names this body among all that the page's address ever had. */
  tag: string
  /** Headers of the page, of word that nothing changed, and of the page when it stands in for another. */
  lasting: string[]
  unchanged: string[]
  fleeting: string[]
}

/** A finished document, packed as readers ask for it, each way once. */
export class FinishedPage {
  readonly status: number
  /** Of what it was made from. */
  readonly fingerprint: string
  readonly policy: string
  readonly html: Buffer
  readonly #tag: string
  readonly #packed = new Map<Encoding, PackedPage>()
  readonly #packing = new Map<Encoding, Promise<PackedPage>>()

  constructor(made: {status: number; fingerprint: string; html: string; policy: string}) {
    this.status = made.status
    this.fingerprint = made.fingerprint
    this.policy = made.policy
    this.html = Buffer.from(made.html)
    this.#tag = createHash('sha256').update(this.html).update(made.policy).digest('base64url').slice(0, 22)
  }

  /** The page in this encoding, when somebody asked for it before. */
  packed(encoding: Encoding): PackedPage | undefined {
    return this.#packed.get(encoding)
  }

  /** The page in this encoding. */
  async pack(encoding: Encoding): Promise<PackedPage> {
    const known = this.#packed.get(encoding) ?? this.#packing.get(encoding)
    if (known) return known
    const packing = compress(this.html, encoding, 'smallest').then((body) => this.#describe(body, encoding))
    this.#packing.set(encoding, packing)
    try {
      const packed = await packing
      this.#packed.set(encoding, packed)
      return packed
    } finally {
      this.#packing.delete(encoding)
    }
  }

  /** Bytes of memory, for the bound of a cache. */
  get bytes(): number {
    const packed = [...this.#packed].map(([encoding, {body}]) => (encoding === 'identity' ? 0 : body.length))
    return packed.reduce((sum, bytes) => sum + bytes, this.html.length + BYTES_BESIDE_BODIES)
  }

  #describe(body: Buffer, encoding: Encoding): PackedPage {
    const tag = `"${this.#tag}-${encoding}"`
    const general = [
      ...['Vary', 'Accept-Encoding'],
      ...['Content-Security-Policy', this.policy],
      ...SECURITY_HEADERS.flat(),
    ]
    const ofBody = [
      ...['Content-Type', 'text/html; charset=utf-8'],
      ...['Content-Length', String(body.length)],
      ...(encoding === 'identity' ? [] : ['Content-Encoding', encoding]),
    ]
    const unchanged = ['ETag', tag, 'Cache-Control', LASTING, ...general]
    return {
      body,
      tag,
      unchanged,
      lasting: [...ofBody, ...unchanged],
      fleeting: [...ofBody, ...general, 'Cache-Control', FLEETING],
    }
  }
}
