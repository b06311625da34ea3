/**
 * Where the parts of a result come from, in the hosted API's form.
 *
 * @see https://www.sanity.io/docs/visual-editing/content-source-maps
 */
export type ContentSourceMap = {
  documents: {_id: string; _type: string}[]
  /** JSON paths into documents, with keys of array items where they have one. */
  paths: string[]
  /** From JSON paths into the result, with indexes. */
  mappings: Record<string, SourceMapping>
}

export type SourceMapping = {
  type: 'value'
  source: {type: 'documentValue'; document: number; path: number}
}
