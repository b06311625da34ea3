/** What the uploader says of an asset, as attributes of its document; what was not said is left out. */
export function describeUpload(search: URLSearchParams): Record<string, unknown> {
  const said = (name: string, as: string = name) => {
    const value = search.get(name)
    return value ? {[as]: value} : {}
  }
  const source = {...said('sourceId', 'id'), ...said('sourceName', 'name'), ...said('sourceUrl', 'url')}
  return {
    ...said('filename', 'originalFilename'),
    ...said('label'),
    ...said('title'),
    ...said('description'),
    ...said('creditLine'),
    ...(Object.keys(source).length > 0 && {source}),
  }
}
