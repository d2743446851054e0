/** Of package.json (a test compares them): what Azure's logs see in the user agent. */
export const version = '0.1.0'
