import type { Rule } from '../../matcher/rule.js';
import { ARGENTINA_RULES } from './argentina.js';
import { AUSTRALIA_RULES } from './australia.js';
import { AUSTRIA_RULES } from './austria.js';
import { BALTICS_RULES } from './baltics.js';
import { BANGLADESH_RULES } from './bangladesh.js';
import { BELGIUM_RULES } from './belgium.js';
import { BRAZIL_RULES } from './brazil.js';
import { BULGARIA_RULES } from './bulgaria.js';
import { CANADA_RULES } from './canada.js';
import { CHILE_RULES } from './chile.js';
import { CHINA_RULES } from './china.js';
import { COLOMBIA_RULES } from './colombia.js';
import { CROATIA_RULES } from './croatia.js';
import { CZECHIA_RULES } from './czechia.js';
import { DENMARK_RULES } from './denmark.js';
import { DOMINICAN_REPUBLIC_RULES } from './dominican-republic.js';
import { ECUADOR_RULES } from './ecuador.js';
import { EGYPT_RULES } from './egypt.js';
import { EMIRATES_RULES } from './emirates.js';
import { ETHIOPIA_RULES } from './ethiopia.js';
import { EUROPE_RULES } from './europe.js';
import { FINLAND_RULES } from './finland.js';
import { FRANCE_RULES } from './france.js';
import { GERMANY_RULES } from './germany.js';
import { GHANA_RULES } from './ghana.js';
import { GREECE_RULES } from './greece.js';
import { HONG_KONG_RULES } from './hong-kong.js';
import { HUNGARY_RULES } from './hungary.js';
import { ICELAND_RULES } from './iceland.js';
import { INDIA_RULES } from './india.js';
import { INDONESIA_RULES } from './indonesia.js';
import { IRAN_RULES } from './iran.js';
import { IRELAND_RULES } from './ireland.js';
import { ISRAEL_RULES } from './israel.js';
import { ITALY_RULES } from './italy.js';
import { JAPAN_RULES } from './japan.js';
import { KAZAKHSTAN_RULES } from './kazakhstan.js';
import { KENYA_RULES } from './kenya.js';
import { KOREA_RULES } from './korea.js';
import { KUWAIT_RULES } from './kuwait.js';
import { MALAYSIA_RULES } from './malaysia.js';
import { MEXICO_RULES } from './mexico.js';
import { NETHERLANDS_RULES } from './netherlands.js';
import { NEW_ZEALAND_RULES } from './new-zealand.js';
import { NIGERIA_RULES } from './nigeria.js';
import { NORWAY_RULES } from './norway.js';
import { PAKISTAN_RULES } from './pakistan.js';
import { PERU_RULES } from './peru.js';
import { PHILIPPINES_RULES } from './philippines.js';
import { POLAND_RULES } from './poland.js';
import { PORTUGAL_RULES } from './portugal.js';
import { ROMANIA_RULES } from './romania.js';
import { RUSSIA_RULES } from './russia.js';
import { SAUDI_ARABIA_RULES } from './saudi-arabia.js';
import { SINGAPORE_RULES } from './singapore.js';
import { SOUTH_AFRICA_RULES } from './south-africa.js';
import { SOUTH_SLAVIC_RULES } from './south-slavic.js';
import { SPAIN_RULES } from './spain.js';
import { SRI_LANKA_RULES } from './sri-lanka.js';
import { SWEDEN_RULES } from './sweden.js';
import { SWITZERLAND_RULES } from './switzerland.js';
import { TAIWAN_RULES } from './taiwan.js';
import { TANZANIA_RULES } from './tanzania.js';
import { THAILAND_RULES } from './thailand.js';
import { TURKEY_RULES } from './turkey.js';
import { UGANDA_RULES } from './uganda.js';
import { UKRAINE_RULES } from './ukraine.js';
import { UNITED_KINGDOM_RULES } from './united-kingdom.js';
import { UNITED_STATES_RULES } from './united-states.js';
import { URUGUAY_RULES } from './uruguay.js';
import { UZBEKISTAN_RULES } from './uzbekistan.js';
import { VENEZUELA_RULES } from './venezuela.js';
import { VIETNAM_RULES } from './vietnam.js';

/** Rules for identifiers that states issue. Of equally long findings the earlier rule names the result. */
export const COUNTRY_RULES: readonly Rule[] = [
  ...UNITED_STATES_RULES,
  ...UNITED_KINGDOM_RULES,
  ...CANADA_RULES,
  ...BRAZIL_RULES,
  ...ARGENTINA_RULES,
  ...CHILE_RULES,
  ...MEXICO_RULES,
  ...GERMANY_RULES,
  ...SPAIN_RULES,
  ...ITALY_RULES,
  ...FRANCE_RULES,
  ...NETHERLANDS_RULES,
  ...BELGIUM_RULES,
  ...SWITZERLAND_RULES,
  ...PORTUGAL_RULES,
  ...IRELAND_RULES,
  ...POLAND_RULES,
  ...FINLAND_RULES,
  ...SWEDEN_RULES,
  ...NORWAY_RULES,
  ...DENMARK_RULES,
  ...CZECHIA_RULES,
  ...ROMANIA_RULES,
  ...INDIA_RULES,
  ...AUSTRALIA_RULES,
  ...SINGAPORE_RULES,
  ...KOREA_RULES,
  ...CHINA_RULES,
  ...HONG_KONG_RULES,
  ...TAIWAN_RULES,
  ...JAPAN_RULES,
  ...THAILAND_RULES,
  ...TURKEY_RULES,
  ...SOUTH_AFRICA_RULES,
  ...ISRAEL_RULES,
  ...RUSSIA_RULES,
  ...UKRAINE_RULES,
  ...BULGARIA_RULES,
  ...HUNGARY_RULES,
  ...SOUTH_SLAVIC_RULES,
  ...CROATIA_RULES,
  ...GREECE_RULES,
  ...BALTICS_RULES,
  ...KAZAKHSTAN_RULES,
  ...UZBEKISTAN_RULES,
  ...ICELAND_RULES,
  ...AUSTRIA_RULES,
  ...VIETNAM_RULES,
  ...INDONESIA_RULES,
  ...MALAYSIA_RULES,
  ...PHILIPPINES_RULES,
  ...PAKISTAN_RULES,
  ...BANGLADESH_RULES,
  ...SRI_LANKA_RULES,
  ...IRAN_RULES,
  ...SAUDI_ARABIA_RULES,
  ...EMIRATES_RULES,
  ...KUWAIT_RULES,
  ...EGYPT_RULES,
  ...NIGERIA_RULES,
  ...KENYA_RULES,
  ...GHANA_RULES,
  ...UGANDA_RULES,
  ...TANZANIA_RULES,
  ...ETHIOPIA_RULES,
  ...NEW_ZEALAND_RULES,
  ...PERU_RULES,
  ...ECUADOR_RULES,
  ...COLOMBIA_RULES,
  ...VENEZUELA_RULES,
  ...URUGUAY_RULES,
  ...DOMINICAN_REPUBLIC_RULES,
  ...EUROPE_RULES,
];
