import type { ThreadChanges } from './thread.js';

/**
 * A command that writes to the thread of an agent. LangGraph recognises commands by their shape, so none of its classes
 * is needed. Those classes come with `langchain` and may differ from the application's own.
 */
export class ThreadUpdate {
  readonly lg_name = 'Command';
  readonly goto: readonly never[] = [];
  readonly update: { readonly messages: ThreadChanges };

  constructor(changes: ThreadChanges) {
    this.update = { messages: [...changes] };
  }

  /** Returns the writes, as LangGraph asks for them. */
  _updateAsTuples(): [string, unknown][] {
    return Object.entries(this.update);
  }

  /** Returns the form of a command that LangGraph stores and sends. */
  toJSON(): object {
    const { lg_name, goto, update } = this;
    return { lg_name, goto, update };
  }
}
