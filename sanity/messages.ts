import {defineLocaleResourceBundle} from 'sanity'

/** What a picture may be, in words. The field of a picture accepts no other files. */
const PICTURES =
  'Use a picture in one of the formats JPEG, PNG, WebP, GIF or AVIF that opens on your own machine. An iPhone saves HEIC: choose “Most Compatible” under Settings, Camera, Formats, or export the photo as JPEG.'

/** Sentences of the Studio that leave an editor alone, each said anew with what to do. */
export const messages = [
  defineLocaleResourceBundle({
    locale: 'en-US',
    namespace: 'studio',
    resources: {
      'asset-sources.common.uploader.upload-failed.title': 'This file could not be uploaded',
      'asset-sources.common.uploader.upload-failed.description': PICTURES,
      'asset-source.dialog.insert-asset-error': `The picture could not be put in. ${PICTURES}`,
      'inputs.image.upload-error.title': 'This picture could not be uploaded',
      'inputs.image.upload-error.description': PICTURES,
      'inputs.file.upload-failed.title': 'This file could not be uploaded',
      'inputs.file.upload-failed.description':
        'Try again. If it fails again, the file may be empty or broken.',
      'inputs.files.common.drop-message.drop-to-upload.no-accepted-file-message_one': PICTURES,
      'inputs.files.common.drop-message.drop-to-upload.no-accepted-file-message_other': PICTURES,
      'inputs.files.common.placeholder.cannot-upload-some-files_one': PICTURES,
      'inputs.files.common.placeholder.cannot-upload-some-files_other': PICTURES,
      'inputs.image.drag-overlay.cannot-upload-here': PICTURES,
    },
  }),
  defineLocaleResourceBundle({
    locale: 'en-US',
    namespace: 'validation',
    resources: {
      'object.reference-not-published':
        'It is not published yet, so visitors would find nothing there. Publish it first.',
    },
  }),
  defineLocaleResourceBundle({
    locale: 'en-US',
    namespace: 'structure',
    resources: {
      // Sanity has it in another namespace, and the button would be called by its key.
      'changes.action.close-label': 'Close history',
      'action.restore.confirm.message':
        'The earlier words come back as a draft. Visitors see them once you press Publish.',
      'panes.document-operation-results.operation-success_restore':
        '<Strong>{{title}}</Strong> is a draft with the earlier words. Choose “Draft” above it, and press Publish to show it to visitors.',
    },
  }),
  defineLocaleResourceBundle({
    locale: 'en-US',
    namespace: 'presentation',
    resources: {
      'share-preview-menu.toggle-button.label_second-line':
        'with everybody who has the link, for 14 days. Switching it off ends it.',
      'share-preview-menu.error_toggle-sharing':
        'Editors and administrators switch sharing on and off. Ask one of them.',
      'share-preview-menu.error_missing-grants':
        'Editors and administrators switch sharing on and off. Ask one of them.',
    },
  }),
]
