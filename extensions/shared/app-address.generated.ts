// Written by `npm run build:extensions` from shopify.app.toml: extensions are uploaded as they were built and cannot ask for it.
export const APP_ADDRESS = 'https://encore.example.com';
