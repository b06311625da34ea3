import {useEffect} from 'react'
import type {LayoutProps} from 'sanity'
import {pasteClean} from './clean-paste.ts'

/** The Studio, in which words are pasted without marks, and the caret of a text stays when a style is chosen. */
export function Layout(props: LayoutProps) {
  useCleanPaste()
  useKeptCaret()
  return props.renderDefault(props)
}

function useCleanPaste() {
  useEffect(() => {
    // Before any field of the Studio hears of it.
    window.addEventListener('paste', pasteClean, {capture: true})
    return () => window.removeEventListener('paste', pasteClean, {capture: true})
  }, [])
}

/** The button with which the text editor of the Studio lets a style be chosen. */
const STYLE_BUTTON = 'block-style-select'

/**
 * Gives the focus back to a text when a style was chosen for it. The Studio's menu of styles gives it to its own button, unlike
 * the editor's other menus (`MenuButton` of @sanity/ui without `__unstable_disableRestoreFocusOnClose`), then to the chosen
 * entry while the menu closes, and with that to nothing: what is typed next would be typed nowhere.
 */
function useKeptCaret() {
  useEffect(() => {
    let editor: HTMLElement | undefined
    let isChosen = false
    const onFocus = ({target}: FocusEvent) => {
      if (target instanceof HTMLElement && target.isContentEditable) editor = target
    }
    // At the window, after all that the Studio does with the click.
    const onClick = ({target}: MouseEvent) => {
      const isChoice = target instanceof Element && target.closest('[role="menuitem"]') !== null
      isChosen = isChoice && document.activeElement?.id === STYLE_BUTTON
      if (isChosen) editor?.focus()
    }
    const onBlur = ({relatedTarget}: FocusEvent) => {
      if (!isChosen || relatedTarget !== null) return
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) editor?.focus()
      })
    }
    const onNextInput = () => {
      isChosen = false
    }
    window.addEventListener('focusin', onFocus)
    window.addEventListener('click', onClick)
    window.addEventListener('focusout', onBlur)
    window.addEventListener('pointerdown', onNextInput)
    return () => {
      window.removeEventListener('focusin', onFocus)
      window.removeEventListener('click', onClick)
      window.removeEventListener('focusout', onBlur)
      window.removeEventListener('pointerdown', onNextInput)
    }
  }, [])
}
