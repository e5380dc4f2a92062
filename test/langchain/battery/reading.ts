/** All of a stream, and the error that ended it. */
export async function read(source: Promise<AsyncIterable<{ content: unknown }>>) {
  const items: { content: unknown }[] = [];
  try {
    for await (const item of await source) items.push(item);
  } catch (error) {
    return { items, error };
  }
  return { items };
}

/** What messages say together, as one reads it. */
export const textOf = (items: readonly { content: unknown }[]): string =>
  items
    .flatMap(({ content }) => [content].flat())
    .map((block) => (typeof block === 'string' ? block : (Object(block).text ?? '')))
    .join('');

/** A promise that is kept when it is told to. */
export function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
