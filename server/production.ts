// Imported before anything of Next and React, which choose their builds by this when they are loaded.
Object.assign(process.env, {NODE_ENV: 'production'})

export {}
