import type { ThreadChanges } from './thread.js';

/**
 * A command that writes to the thread of an agent. LangGraph tells commands by their shape, so that none of its classes is
 * needed, which come with `langchain` and are not the application's own.
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

  /** Returns what LangGraph stores and sends of a command. */
  toJSON(): object {
    const { lg_name, goto, update } = this;
    return { lg_name, goto, update };
  }
}
