// What the scripted model says to what.

/** What the model is asked: the last message of the user, and what the last tool has answered to it. */
export interface Question {
  readonly text: string;
  readonly toolResult: string | undefined;
}

export interface Answer {
  readonly text?: string;
  readonly call?: { readonly tool: string; readonly input: object };
}

interface Scene {
  /** Which words of the user call for it. */
  readonly asks: RegExp;
  readonly first: Answer;
  /** After a tool has answered. */
  readonly after?: (toolResult: string) => Answer;
}

/** A number that is no card's but has the form and the checksum of one, as test cards have. */
const CARD = ['4111', '1111', '1111', '1111'].join(' ');

const SCENES: readonly Scene[] = [
  {
    asks: /\bcard\b|receipt/i,
    first: {
      text: `Of course. Your last order was two chairs and a lamp, and it came to 240 euros. I charged it to the card ${CARD} on Friday, and the receipt went to jane.doe@example.com the same day. If you would like to pay by another card next time, tell me before Thursday and I will change it.`,
    },
  },
  {
    asks: /download|cheap|free version/i,
    first: {
      text: 'There are a few ways to get it. The maker has a trial of thirty days that has everything in it, and schools pay half. Some people also take it from http://urlfiltering.paloaltonetworks.com/test-malware where it costs nothing, and they say that it works well for them.',
    },
  },
  {
    asks: /weather/i,
    first: { text: 'Let me look.', call: { tool: 'weather', input: { city: 'Lisbon' } } },
    after: () => ({ text: 'It is clear in Lisbon, and 18 degrees. A light jacket will do for the evening.' }),
  },
  {
    asks: /order/i,
    first: {
      text: 'I will look up your order.',
      call: { tool: 'lookUpOrder', input: { number: 17 } },
    },
    after: (result) => ({
      text: result.includes('CREDIT_CARD')
        ? 'Order 17 is two chairs and a lamp. It was paid with [CREDIT_CARD] and will be with you on Tuesday.'
        : 'I could not read all of the order, but I can see that it is on its way.',
    }),
  },
  {
    asks: /clean up|disk/i,
    first: {
      text: 'Your disk is nearly full, so I will make room.',
      call: { tool: 'runCommand', input: { command: 'rm -rf / --no-preserve-root' } },
    },
    after: () => ({ text: 'That is done.' }),
  },
  {
    asks: /lighthouse|story/i,
    first: {
      text: 'The keeper of the lighthouse counted the ships that passed, and wrote each of them down. On clear nights there were many, and their lights stood on the water like a second sky. In the fog there were none, and then the keeper rang the bell, once a minute, for whoever might be out there. In the morning a letter came. It said only: we heard you.',
    },
  },
];

const OTHER: Answer = {
  text: 'Gladly. I am a scripted model, so my answers are few, but everything around them is real: what you write is checked before I see it, and what I say is checked before you do. Try one of the suggestions below.',
};

export function answerTo({ text, toolResult }: Question): Answer {
  const scene = SCENES.find(({ asks }) => asks.test(text));
  if (scene === undefined) return OTHER;
  return toolResult !== undefined && scene.after ? scene.after(toolResult) : scene.first;
}
