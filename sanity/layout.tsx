import {useEffect} from 'react'
import type {LayoutProps} from 'sanity'
import {pasteClean} from './clean-paste.ts'
import {ReviewMarks} from './reviews/review-views.tsx'

/**
 * The Studio, in which words are pasted without marks, the caret of a text stays when a style is chosen, and nothing is undone
 * out of sight.
 */
export function Layout(props: LayoutProps) {
  useCleanPaste()
  useKeptCaret()
  useUndoInFieldsAlone()
  return (
    <ReviewMarks>
      <style>{INSPECTOR_BESIDE_A_PAGE}</style>
      {props.renderDefault(props)}
    </ReviewMarks>
  )
}

/**
 * Beside a page in the preview a form has a quarter of the window. The Studio puts History next to the form all the same, past
 * the edge of the window with the button that closes it. Where there is no room for both, History takes the form's place.
 */
const INSPECTOR_BESIDE_A_PAGE = `
#presentation-narrow-panel-content { container-type: inline-size }
#presentation-narrow-panel-content [data-testid="document-pane"] { min-width: 0 !important }
@container (max-width: 639px) {
  [data-testid="document-panel-form-view"]:has(~ [data-ui="DocumentInspectorPanel"]) { display: none !important }
  [data-ui="DocumentInspectorPanel"] { flex: 1 1 100% !important; max-width: none !important }
}`

function useCleanPaste() {
  useEffect(() => {
    // Before any field of the Studio hears of it.
    window.addEventListener('paste', pasteClean, {capture: true})
    return () => window.removeEventListener('paste', pasteClean, {capture: true})
  }, [])
}

/**
 * Takes Ctrl+Z from a browser while no field has the focus, as after a block was removed: it would undo the last words typed
 * into any field of the page, wherever that is.
 */
function useUndoInFieldsAlone() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const {target, key, ctrlKey, metaKey} = event
      if (!(ctrlKey || metaKey) || key.toLowerCase() !== 'z') return
      const isField =
        target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'))
      if (!isField) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

/** The button with which the text editor of the Studio lets a style be chosen. */
const STYLE_BUTTON = 'block-style-select'

/** Frames that a menu may take to close, two seconds on a usual screen. */
const MAX_CLOSING_FRAMES = 120

/**
 * Gives the focus back to a text when a style was chosen for it, with the caret where it was. The Studio's menu of styles gives
 * the focus to its own button, unlike the editor's other menus (`MenuButton` of @sanity/ui without
 * `__unstable_disableRestoreFocusOnClose`), and what is typed next would be typed nowhere.
 */
function useKeptCaret() {
  useEffect(() => {
    let editor: HTMLElement | undefined
    let selected: Selected | undefined
    const onBlur = ({target, relatedTarget}: FocusEvent) => {
      if (!(target instanceof HTMLElement && target.isContentEditable)) return
      if (!(relatedTarget instanceof Element && relatedTarget.id === STYLE_BUTTON)) return
      editor = target
      selected = selectedIn(target)
    }
    // At the window, after all that the Studio does with the click.
    const onClick = ({target}: MouseEvent) => {
      const item = target instanceof Element && target.closest('[role="menuitem"]')
      if (!item || document.activeElement?.id !== STYLE_BUTTON) return
      const menu = item.closest('[role="menu"]')
      let frames = MAX_CLOSING_FRAMES
      const giveBack = () => {
        frames -= 1
        if (menu?.isConnected && frames > 0) requestAnimationFrame(giveBack)
        else if (editor?.isConnected) select(editor, selected)
      }
      requestAnimationFrame(giveBack)
    }
    window.addEventListener('focusout', onBlur)
    window.addEventListener('click', onClick)
    return () => {
      window.removeEventListener('focusout', onBlur)
      window.removeEventListener('click', onClick)
    }
  }, [])
}

/** Where a selection begins and ends, in characters from the beginning of a text: a new style makes its elements anew. */
type Selected = {anchor: number; focus: number}

function selectedIn(editor: HTMLElement): Selected | undefined {
  const selection = document.getSelection()
  if (!selection?.anchorNode || !selection.focusNode || !editor.contains(selection.focusNode))
    return undefined
  const charactersBefore = (node: Node, offset: number) => {
    const range = document.createRange()
    range.setStart(editor, 0)
    range.setEnd(node, offset)
    return range.toString().length
  }
  return {
    anchor: charactersBefore(selection.anchorNode, selection.anchorOffset),
    focus: charactersBefore(selection.focusNode, selection.focusOffset),
  }
}

function select(editor: HTMLElement, selected: Selected | undefined): void {
  editor.focus()
  const [anchor, focus] = [selected?.anchor, selected?.focus].map((characters) => {
    const texts = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT)
    let rest = characters ?? 0
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const {length} = text.textContent ?? ''
      if (rest <= length) return {node: text, offset: rest}
      rest -= length
    }
    return undefined
  })
  if (selected && anchor && focus)
    document.getSelection()?.setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset)
}
