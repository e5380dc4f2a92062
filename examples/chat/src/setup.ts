import { useEffect, useState } from 'react';
import type { ChatSetup, Settings } from '../server/route.ts';

/** What the server says of itself; nothing until it has answered. */
export function useSetup(): ChatSetup | undefined {
  const [setup, setSetup] = useState<ChatSetup>();
  useEffect(() => {
    const controller = new AbortController();
    fetch('/api/chat', { signal: controller.signal })
      .then((response) => response.json())
      .then(setSetup)
      .catch(() => undefined);
    return () => controller.abort();
  }, []);
  return setup;
}

/** What is switched until the server has said what it would do by itself. */
export const FIRST_SETTINGS: Settings = { policy: 'redact', stream: 'verify', scanner: 'on' };
