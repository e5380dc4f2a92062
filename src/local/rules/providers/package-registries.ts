import type { Rule } from '../../matcher/rule.js';
import { hasDigits } from '../secrets/entropy.js';
import {
  alnum,
  base64url,
  dottedToken,
  hex,
  keyFormat,
  lowerAlnum,
  patternRule,
  sampleOf,
  uuid,
  word,
} from '../secrets/format.js';

/** Accepts a match with at least two digits and both cases. They tell a short key from a word in capitals. */
function mixed(match: string): number {
  return /\d/.test(match.slice(3)) && /[a-z]/.test(match) ? match.length : 0;
}

/** Credentials of further code hosts, package registries and build services, by published format. */
export const PACKAGE_REGISTRIES_RULES: readonly Rule[] = [
  keyFormat('PYPI_TOKEN', ['pypi-AgE'], [base64url(60, 512)]),
  keyFormat('RUBYGEMS_API_KEY', ['rubygems_'], [hex(48)]),
  keyFormat('CRATES_IO_TOKEN', ['cio'], [alnum(32)]),
  keyFormat('NUGET_API_KEY', ['oy2'], [lowerAlnum(43)]),
  keyFormat('CLOJARS_TOKEN', ['CLOJARS_'], [lowerAlnum(60)]),
  keyFormat('PACKAGIST_TOKEN', ['packagist_ort_', 'packagist_out_', 'packagist_uut_'], [hex(68)]),
  keyFormat('ARTIFACTORY_TOKEN', ['cmVmdGtu'], [alnum(56)]),
  patternRule({
    label: 'ARTIFACTORY_TOKEN',
    trigger: { starts: ['AKC', 'AP'] },
    pattern: /(?<![A-Za-z0-9])(?:AKC|AP[0-9A-F])[A-Za-z0-9]{10,100}(?![A-Za-z0-9])/g,
    accept: mixed,
    match: [sampleOf('AKCp', alnum(69)), sampleOf('AP6', alnum(36))],
    noMatch: ['APARTMENTBUILDING', 'AKCregistration', 'AP5'],
  }),
  keyFormat('SONARQUBE_TOKEN', ['squ_', 'sqp_', 'sqa_'], [hex(40)]),
  keyFormat('POSTMAN_API_KEY', ['PMAK-'], [hex(24), '-', hex(34)]),
  keyFormat('CIRCLECI_TOKEN', ['CCIPAT_', 'CCIPRJ_'], [alnum(22), '_', hex(40)]),
  keyFormat('BUILDKITE_TOKEN', ['bkua_', 'bkct_', 'bkaj_', 'bkat_'], [word(40, 60)]),
  keyFormat('SNYK_TOKEN', ['snyk_uat.', 'snyk_sat.'], [dottedToken(40, 128)]),
  keyFormat('SOURCEGRAPH_TOKEN', ['sgp_local_', 'sgp_'], [hex(40)]),
  patternRule({
    label: 'SOURCEGRAPH_TOKEN',
    trigger: { starts: ['sgp_'] },
    pattern: /(?<![A-Za-z0-9])sgp_[0-9a-f]{16}_[0-9a-f]{40}(?![A-Za-z0-9])/g,
    match: [sampleOf('sgp_', hex(16), '_', hex(40))],
    noMatch: [sampleOf('sgp_', hex(16))],
  }),
  keyFormat('STACKHAWK_API_KEY', ['hawk.'], [base64url(20), '.', base64url(20)]),
  keyFormat('DEPENDENCY_TRACK_KEY', ['odt_'], [base64url(32)]),
  keyFormat('CONTENTFUL_TOKEN', ['CFPAT-'], [base64url(43)]),
  keyFormat('DENO_DEPLOY_TOKEN', ['ddp_', 'ddw_'], [alnum(36)]),
  keyFormat('OPEN_VSX_TOKEN', ['ovsxat_', 'ovsxp_'], [uuid]),
  keyFormat('README_API_KEY', ['rdme_'], [lowerAlnum(60, 72)]),
  keyFormat('SCALINGO_TOKEN', ['tk-us-'], [base64url(48)]),
  keyFormat('SETTLEMINT_TOKEN', ['sm_aat_', 'sm_pat_', 'sm_sat_'], [alnum(16)]),
  patternRule({
    label: 'RAPIDAPI_KEY',
    trigger: { digits: 3 },
    accept: (match) => (hasDigits(match, 3) ? match.length : 0),
    pattern:
      /(?<![A-Za-z0-9])[A-Za-z0-9]{10}msh[A-Za-z0-9]{15}p1[A-Za-z0-9]{5,6}jsn[A-Za-z0-9]{12}(?![A-Za-z0-9])/g,
    match: [sampleOf(alnum(10), 'msh', alnum(15), 'p1', alnum(5), 'jsn', alnum(12))],
    noMatch: [sampleOf(alnum(10), 'msh', alnum(15), 'p2', alnum(5), 'jsn', alnum(12))],
  }),
  keyFormat('CHECKLY_API_KEY', ['cu_'], [hex(32)]),
  keyFormat('CURSOR_API_KEY', ['key_'], [hex(64)]),
];
