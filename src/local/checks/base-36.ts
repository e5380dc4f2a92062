/** The digits of base 36, in their order. */
export const BASE_36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
