/** A finding of the doctor about one part of the set-up. */
export interface DoctorFinding {
  readonly name: string;
  readonly state: 'ok' | 'look' | 'fault';
  /** The state of that part. It never holds a key, a token or a password. */
  readonly says: string;
  /** The next step. */
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
