/** What the page's elements fall back to. The loader sets the API's address to the origin it came from. */
export const defaults: { apiUrl: string | null } = { apiUrl: null };
