import type {DocumentPluginOptions, WorkspaceOptions} from 'sanity'

/**
 * Switches off what the Studio can do only with services that Sanity hosts beside the API: releases, tasks,
 * schedules, announcements, and the search that needs the hosted text index.
 */
export const withoutHostedFeatures = {
  announcements: {enabled: false},
  releases: {enabled: false},
  scheduledDrafts: {enabled: false},
  scheduledPublishing: {enabled: false},
  tasks: {enabled: false},
  search: {strategy: 'groqLegacy'},
} satisfies Partial<WorkspaceOptions>

/** The same for what the Studio can do with one document: comments on it, and asking for the right to edit it. */
export const withoutHostedDocumentFeatures = {
  comments: {enabled: false},
  askToEdit: {enabled: false},
} satisfies DocumentPluginOptions
