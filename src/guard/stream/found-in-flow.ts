import { CATEGORIES, firedCategories, type ScanResult, severityAtLeast } from '../../scan/index.js';

/**
 * Adds findings that were replaced while an answer streamed to its verdict. The scans saw the replaced text, so they
 * report nothing. The flag, category and severity are those of a complete answer with the same findings.
 */
export function withFoundInFlow(result: ScanResult): ScanResult {
  if (result.responseDetected.dlp) return result;
  const responseDetected = { ...result.responseDetected, dlp: true };
  const fired = firedCategories({ ...result, responseDetected });
  const others = result.categories.filter((category) => category !== 'safe' && !fired.includes(category));
  return {
    ...result,
    responseDetected,
    categories: [...fired, ...others].sort((a, b) => placeOf(a) - placeOf(b)),
    severity: severityAtLeast(result.severity, 'HIGH') ? result.severity : 'HIGH',
  };
}

/** Returns the rank of a category. Known categories keep their order, and others follow them. */
function placeOf(category: string): number {
  const place = CATEGORIES.indexOf(category);
  return place < 0 ? CATEGORIES.length : place;
}
