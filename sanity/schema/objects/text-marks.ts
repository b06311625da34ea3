/** What words of a text can be marked as; the same everywhere, so that the page draws them the same everywhere. */
export const textMarks = {
  decorators: [
    {title: 'Bold', value: 'strong'},
    {title: 'Italic', value: 'em'},
    {title: 'Code', value: 'code'},
  ],
  annotations: [{type: 'link'}],
}

/** Kinds of lists. */
export const textLists = [
  {title: 'Bullets', value: 'bullet'},
  {title: 'Numbers', value: 'number'},
]
