/**
 * Checks a British driving licence number of 16 characters. After five places for the name it has the birth date as
 * decade, month (plus 50 for women), day and year (DVLA).
 */
export function isUkDrivingLicence(text: string): boolean {
  const month = Number(text.slice(6, 8)) % 50;
  const day = Number(text.slice(8, 10));
  return text.length === 16 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
