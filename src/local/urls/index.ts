export {
  type DomainList,
  judgeUrls,
  type UrlCategories,
  type UrlCategoriesOptions,
  type UrlFinding,
  urlCategories,
} from './categories.js';
export { type DomainSet, domainSet } from './domain-set.js';
export { EXFILTRATION } from './exfiltration.js';
export { findUrls } from './find.js';
export { decodeHost } from './punycode.js';
