/** For what scrolls: it can be reached by keyboard, also where nothing in it can. */
export const SCROLLS = { tabIndex: 0 } as const;
