import { findSensitive, sensitiveData } from 'airs-guardrails/local/dlp';
import { afterEach, describe, expect, it } from 'vitest';

const plainExec = RegExp.prototype.exec;

afterEach(() => {
  RegExp.prototype.exec = plainExec;
});

/** How many characters all expressions together walk over while the task runs: a search up to what it finds. */
function charactersRead(task: () => unknown): number {
  let read = 0;
  RegExp.prototype.exec = function (this: RegExp, text: string) {
    const from = this.lastIndex;
    const found = plainExec.call(this, text);
    read += this.sticky ? (found?.[0].length ?? 1) : (found?.index ?? text.length) - from + 1;
    return found;
  };
  task();
  RegExp.prototype.exec = plainExec;
  return read;
}

const pieces = {
  'prose with names of secrets and no sign': 'The key is that a token or a password matters to an account. ',
  'names and signs': 'the key = is, token: was, password => x ',
  digits: '12 345 6789 0 ',
  'mail-like': 'a.b@c d@ @e ',
  'keys begun': 'sk- AKIA ghp_ eyJ ',
  quotes: '"a\' `b" ',
  'key blocks begun': '-----BEGIN ',
};

describe('the work on a text', () => {
  it.each(Object.entries(pieces))('grows with its length: %s', (_, piece) => {
    const text = (length: number): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
    findSensitive(text(1000));
    const small = charactersRead(() => findSensitive(text(10_000)));
    const large = charactersRead(() => findSensitive(text(100_000)));
    expect(large).toBeLessThan(small * 12);
  });

  it.each(Object.entries(pieces))('grows with the length of a stream: %s', (_, piece) => {
    const run = (length: number): void => {
      const stream = sensitiveData().stream();
      for (let at = 0; at < length; at += piece.length) stream.push(piece);
      stream.end();
    };
    run(1000);
    const small = charactersRead(() => run(5_000));
    const large = charactersRead(() => run(50_000));
    expect(large).toBeLessThan(small * 12);
  });
});
