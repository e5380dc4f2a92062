export {
  type DomainList,
  judgeUrls,
  type UrlCategories,
  type UrlCategoriesOptions,
  type UrlFinding,
  urlCategories,
} from './categories.js';
export { type DomainSet, domainSet } from './domain-set.js';
export { type FoundUrl, findUrls } from './find.js';
export { decodeHost } from './punycode.js';
