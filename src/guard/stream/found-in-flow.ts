import { CATEGORIES, firedCategories, type ScanResult, severityAtLeast } from '../../scan/index.js';

/**
 * Adds what was replaced while an answer flowed to the verdict on the answer: the scans have seen it replaced, and say that
 * nothing is there. The flag, the category and the severity are those of a whole answer with the same findings.
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

/** Categories of ours come in their order, others behind them. */
function placeOf(category: string): number {
  const place = CATEGORIES.indexOf(category);
  return place < 0 ? CATEGORIES.length : place;
}
