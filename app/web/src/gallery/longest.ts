/** How many characters Bazaar takes. */
export const longest = { title: 200, description: 2000, comment: 2000, collection: 120, category: 80, message: 500, search: 200 } as const;
