/** What every service says to a visitor. */
export const greeting = (name) => `Hello, ${name}!`;
