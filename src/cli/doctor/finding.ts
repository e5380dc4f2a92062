/** What the doctor found out about one thing. */
export interface DoctorFinding {
  readonly name: string;
  readonly state: 'ok' | 'look' | 'fault';
  /** What is the case. Never a key, a token or a password. */
  readonly says: string;
  /** What to do about it. */
  readonly todo?: string;
}

export const well = (name: string, says: string): DoctorFinding => ({ name, state: 'ok', says });
export const lookAt = (name: string, says: string, todo: string): DoctorFinding => ({
  name,
  state: 'look',
  says,
  todo,
});
export const fault = (name: string, says: string, todo: string): DoctorFinding => ({
  name,
  state: 'fault',
  says,
  todo,
});
