/** Texts by the label of what must be found in them. `«»` marks the exact span; it is taken out before the search. */
export type Samples = Readonly<
  Record<string, { readonly match: readonly string[]; readonly noMatch: readonly string[] }>
>;
