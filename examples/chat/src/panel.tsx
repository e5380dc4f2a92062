import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { Icon } from './icons.tsx';
import { SCROLLS } from './scrolls.ts';

/** The side panel: beside the chat where there is room, else above it until it is closed. */
export function Panel({
  isBeside,
  onClose,
  children,
}: {
  readonly isBeside: boolean;
  onClose(): void;
  readonly children: ReactNode;
}): ReactElement {
  const inner = (
    <>
      <header className="panel-head">
        <h2>Guardrail</h2>
        <button type="button" className="bare" onClick={onClose} aria-label="Close the panel">
          <Icon name="cross" />
        </button>
      </header>
      {children}
    </>
  );
  return isBeside ? (
    <aside className="panel" aria-label="Guardrail" {...SCROLLS}>
      {inner}
    </aside>
  ) : (
    <Sheet onClose={onClose}>{inner}</Sheet>
  );
}

/** A dialog of the browser: it keeps the focus, closes by Escape, and gives the focus back. */
function Sheet({ onClose, children }: { onClose(): void; readonly children: ReactNode }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const own = dialog.current;
    own?.showModal();
    return () => own?.close();
  }, []);
  return (
    <dialog ref={dialog} className="panel" aria-label="Guardrail" onClose={onClose}>
      {children}
    </dialog>
  );
}
