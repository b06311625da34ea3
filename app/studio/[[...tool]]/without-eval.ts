import {config} from 'zod'

/**
 * zod makes faster parsers out of text where a page allows that, and finds out by trying. The Studio's policy forbids it, and a browser reports
 * each try as a violation. To be imported before any module that makes a schema.
 */
config({jitless: true})
