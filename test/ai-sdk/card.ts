import { type FakeScanner, fakeScanner } from 'airs-guardrails/testing';

/** A card number that the local span finder finds. */
export const CARD = ['4111', '1111', '1111', '1111'].join('-');

/** The same as a number, which JSON can hold without quotes. */
export const CARD_DIGITS = CARD.replaceAll('-', '');

const holdsCard = (text = ''): boolean => text.includes(CARD) || text.includes(CARD_DIGITS);

/** Blocks the card number wherever it is, for the detector that a redacting policy redacts. */
export function cardScanner(): FakeScanner {
  return fakeScanner({
    verdicts: ({ prompt, response, toolEvent }) => {
      if (toolEvent !== undefined) {
        const found = holdsCard(toolEvent.input) || holdsCard(toolEvent.output);
        return found ? { action: 'block', toolDetected: { dlp: true } } : {};
      }
      if (response !== undefined)
        return holdsCard(response) ? { action: 'block', responseDetected: { dlp: true } } : {};
      return holdsCard(prompt) ? { action: 'block', promptDetected: { dlp: true } } : {};
    },
  });
}

/** A value and all it holds, frozen: whoever writes to it throws. */
export function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !(value instanceof URL))
    for (const inner of Object.values(Object.freeze(value))) frozen(inner);
  return value;
}
