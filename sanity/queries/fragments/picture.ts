/**
 * A picture with what its page must know before it arrives: its size, and a preview of some hundred bytes. One that can be
 * seen through has no preview, which would go on shining through it.
 */
export const picture = /* groq */ `
  alt,
  asset,
  hotspot,
  crop,
  "preview": select(asset->metadata.isOpaque => asset->metadata.lqip)
`
