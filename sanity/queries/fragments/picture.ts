/** A picture with what its page must know before it arrives: its size, and a preview of some hundred bytes. */
export const picture = /* groq */ `
  alt,
  asset,
  hotspot,
  crop,
  "preview": asset->metadata.lqip
`
