export const API_KEY = 'http-test-client-id';
export const API_SECRET = 'http-test-client-secret';
