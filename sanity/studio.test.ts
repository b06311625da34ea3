import {createSchema} from 'sanity'
import {expect, test} from 'vitest'
import {schemaTypes} from './schema/index.ts'
import {createStudioConfig, type StudioSettings} from './studio.ts'

const hosted: StudioSettings = {
  projectId: 'x1y2z3ab',
  dataset: 'production',
  hostedFeatures: 'on',
  ownerDesk: 'on',
  siteUrl: 'https://plumbperfectleads.help',
}

test('the schema is sound', () => {
  const schema = createSchema({name: 'default', types: schemaTypes})
  const problems = (schema._validation ?? []).flatMap(({problems: found}) => found)
  expect(problems).toEqual([])
  expect(schema.getTypeNames()).toEqual(expect.arrayContaining(schemaTypes.map(({name}) => name)))
})

test('the configuration leaves host and sign-in to Sanity when neither is given, and takes a token from it', () => {
  const config = createStudioConfig(hosted)
  expect(config).toMatchObject({basePath: '/studio', projectId: 'x1y2z3ab', dataset: 'production'})
  expect(config).not.toHaveProperty('apiHost')
  expect(config.auth).toEqual({loginMethod: 'token'})
  expect(config).not.toHaveProperty('search')
})

test('the configuration takes another host, another sign-in, and no hosted features', () => {
  const config = createStudioConfig({
    ...hosted,
    apiHost: 'https://content.example',
    loginUrl: 'https://content.example/login',
    hostedFeatures: 'off',
  })
  expect(config).toMatchObject({
    apiHost: 'https://content.example',
    auth: {loginMethod: 'token', redirectOnSingle: true, providers: [{url: 'https://content.example/login'}]},
    releases: {enabled: false},
    search: {strategy: 'groqLegacy'},
    document: {comments: {enabled: false}},
  })
})
