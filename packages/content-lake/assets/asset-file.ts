export type AssetKind = 'images' | 'files'

/** What the name of an asset's file says. It is the content's hash, so equal bytes have one name. */
export type AssetFile = {
  kind: AssetKind
  /** `<sha1>-<width>x<height>.<extension>` for images, `<sha1>.<extension>` for files. */
  fileName: string
  /** The id of the asset's document, for example `image-<sha1>-300x200-png`. */
  documentId: string
  sha1: string
  extension: string
}

const IMAGE_NAME = /^([a-f0-9]{40})-(\d+x\d+)\.([a-z0-9]+)$/
const FILE_NAME = /^([a-f0-9]{40})\.([a-z0-9]+)$/

export function imageFile(sha1: string, width: number, height: number, extension: string): AssetFile {
  return {
    kind: 'images',
    fileName: `${sha1}-${width}x${height}.${extension}`,
    documentId: `image-${sha1}-${width}x${height}-${extension}`,
    sha1,
    extension,
  }
}

export function plainFile(sha1: string, extension: string): AssetFile {
  return {
    kind: 'files',
    fileName: `${sha1}.${extension}`,
    documentId: `file-${sha1}-${extension}`,
    sha1,
    extension,
  }
}

/** Reads the last part of an asset's address; null for any name that could not be an asset's (a path, for example). */
export function parseAssetFile(kind: AssetKind, fileName: string): AssetFile | null {
  const match = (kind === 'images' ? IMAGE_NAME : FILE_NAME).exec(fileName)
  if (!match) return null
  const sha1 = match[1] ?? ''
  if (kind === 'files') return plainFile(sha1, match[2] ?? '')
  const [width, height] = (match[2] ?? '').split('x').map(Number)
  return imageFile(sha1, width ?? 0, height ?? 0, match[3] ?? '')
}
