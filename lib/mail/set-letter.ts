import type {Letter} from './letter.ts'
import {letterHtml} from './letter-html.ts'
import {letterText} from './letter-text.ts'

/** A letter as it is sent. */
export type SetLetter = {subject: string; text: string; html: string}

/** Sets a letter as text and as HTML, signed. */
export function setLetter(letter: Letter, siteUrl: string): SetLetter {
  const signature = `PlumbPerfect Leads\n${siteUrl}`
  return {
    // A header is one line, whatever a client or a plan is called.
    subject: letter.subject.replace(/\s+/g, ' '),
    text: letterText(letter, signature),
    html: letterHtml(letter, signature),
  }
}
