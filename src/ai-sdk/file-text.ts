import { dataText, urlText } from '../guard/index.js';
import { type Part, recordOf, stringOf } from './parts.js';

/**
 * What a file part says in text: its name, its URL, or its content where that is text. V2 and V3 hold the data itself
 * (bytes, base64 or a URL), V4 a tagged object.
 */
export function fileText(part: Part): string {
  const mediaType = stringOf(part, 'mediaType') ?? '';
  const { data } = part;
  const tagged = recordOf(part, 'data');
  const texts = [stringOf(part, 'filename') ?? ''];
  switch (stringOf(tagged, 'type')) {
    case 'text':
      texts.push(stringOf(tagged, 'text') ?? '');
      break;
    case 'url':
      texts.push(urlText(tagged?.['url']), urlText(tagged?.['originalUrl']));
      break;
    case 'data':
      texts.push(dataText(tagged?.['data'], mediaType));
      break;
    default:
      texts.push(data instanceof URL ? urlText(data) : dataText(data, mediaType));
  }
  return texts.filter((text) => text !== '').join('\n');
}
