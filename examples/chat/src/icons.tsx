import type { ReactElement } from 'react';

const PATHS = {
  shield: 'M12 3 5 5.600v5.200c0 4.300 2.900 8.100 7 9.600 4.100-1.500 7-5.300 7-9.600V5.600z',
  shieldCheck:
    'M12 3 5 5.600v5.200c0 4.300 2.900 8.100 7 9.600 4.100-1.500 7-5.300 7-9.600V5.600zM9 11.700l2.200 2.200 3.900-4.200',
  shieldX:
    'M12 3 5 5.600v5.200c0 4.300 2.900 8.100 7 9.600 4.100-1.500 7-5.300 7-9.600V5.600zM9.700 9.400l4.600 4.600m0-4.600-4.600 4.600',
  check: 'M5 12.500 10 17.500 19 7',
  cross: 'M6 6 18 18M18 6 6 18',
  warning: 'M12 4 3 19.500h18zM12 10v4.500M12 17v.1',
  redact: 'M4 8h16M4 16h7M14 16h6M4 12h16',
  arrow: 'M12 19V5M6 11l6-6 6 6',
  stop: 'M7 7h10v10H7z',
  panel: 'M4 5h16v14H4zM14.500 5v14',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v1.500M12 19.500V21M3 12h1.500M19.500 12H21M5.600 5.600l1.100 1.100M17.300 17.300l1.100 1.100M5.600 18.400l1.100-1.100M17.300 6.700l1.100-1.100',
  moon: 'M20 14.500A8 8 0 0 1 9.500 4 8 8 0 1 0 20 14.500z',
  tool: 'M14.500 6.500a4 4 0 0 1 5-1l-2.600 2.600 1.500 1.500L21 7a4 4 0 0 1-5.400 4.900L8.500 19a2 2 0 0 1-3-3l7.200-7a4 4 0 0 1 1.800-2.500z',
  copy: 'M9 9h10v11H9zM6 15H5V4h10v2',
  chevron: 'M9 6l6 6-6 6',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words, which say the same; readers pass it over. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): ReactElement {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
