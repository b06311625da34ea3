import {stegaClean} from '@sanity/client/stega'

/**
 * Pastes words without the invisible marks that a preview gives them (stega): copied from a preview, they would lead editors
 * to another field, and stand in titles and addresses. A paste without marks is left to the field.
 */
export function pasteClean(event: ClipboardEvent): void {
  const {clipboardData, target} = event
  const cleaned = clipboardData && cleanedData(clipboardData.types, (type) => clipboardData.getData(type))
  if (!cleaned || !(target instanceof Element)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  // Only the browser itself can paste into a field of one's own making; what is inserted like this can be undone.
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    document.execCommand('insertText', false, cleaned.get('text/plain') ?? '')
    return
  }
  const data = new DataTransfer()
  for (const [type, words] of cleaned) data.setData(type, words)
  target.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
}

/**
 * What a clipboard holds, by its types, without invisible marks; nothing when it has none.
 *
 * @param read gives what the clipboard holds of a type
 */
export function cleanedData(
  types: readonly string[],
  read: (type: string) => string,
): Map<string, string> | undefined {
  // Pictures and other files are no words.
  const words = types.filter((type) => type !== 'Files').map((type) => [type, read(type)] as const)
  const cleaned = words.map(([type, text]) => [type, stegaClean(text)] as const)
  return cleaned.some(([, text], index) => text !== words[index]?.[1]) ? new Map(cleaned) : undefined
}
