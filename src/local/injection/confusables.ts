/**
 * Look-alikes of Latin letters, by the letter that they are read as. The facts are those of the Unicode confusables
 * (UTS #39). Only letters in common use as look-alikes are listed. Upper case folds to lower case first.
 */
export const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'аαɑᴀ',
  b: 'ьвʙ',
  c: 'сϲƈᴄ',
  d: 'ԁɗđðᴅ',
  e: 'еєεҽɛəᴇ',
  f: 'ƒϝꜰ',
  g: 'ɡɢց',
  h: 'һհнʜ',
  i: 'іıιɩɪӏ',
  j: 'јϳᴊ',
  k: 'кκᴋ',
  l: 'ɭłʟⅼ',
  m: 'мᴍ',
  n: 'ոηɴп',
  o: 'оοσөօøᴏ',
  p: 'рρᴘ',
  q: 'ԛգ',
  r: 'гʀᴦ',
  s: 'ѕꜱʂ',
  t: 'тτᴛ',
  u: 'υսцᴜ',
  v: 'ѵνᴠ',
  w: 'ԝωшᴡ',
  x: 'хχ',
  y: 'уүγყʏ',
  z: 'ᴢʐ',
};

/**
 * Digits and signs that stand for a letter in leet writing. `1`, `|` and `!` may be i or l; here they are read as i.
 */
export const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  '€': 'e',
  '£': 'l',
  '¡': 'i',
};
