/**
 * British driving licence number: behind the five places of the name the birth date as decade, month (50 more for women),
 * day, year (DVLA). Takes the 16 characters.
 */
export function isUkDrivingLicence(text: string): boolean {
  const month = Number(text.slice(6, 8)) % 50;
  const day = Number(text.slice(8, 10));
  return text.length === 16 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
