import { type ReactElement, useState } from 'react';
import type { Settings } from '../server/route.ts';
import { Announcer } from './announcer.tsx';
import { CheckList } from './check-list.tsx';
import { Composer, Welcome } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { textOf, useGuardedChat } from './guarded-chat.ts';
import { Icon } from './icons.tsx';
import { Panel } from './panel.tsx';
import { FIRST_SETTINGS, useSetup } from './setup.ts';
import { Switches } from './switches.tsx';
import { useMedia, useTheme } from './theme.ts';

export function App(): ReactElement {
  const setup = useSetup();
  const chat = useGuardedChat();
  const isWide = useMedia('(min-width: 960px)');
  const [wished, setWished] = useState<Settings>();
  const [opened, setOpened] = useState<boolean>();
  const [shown, setShown] = useState<number>();
  const settings = wished ?? setup?.settings ?? FIRST_SETTINGS;
  const isOpen = opened ?? isWide;
  const send = (text: string) => {
    setShown(undefined);
    chat.send(text, settings);
  };
  const hasMessages = chat.messages.length > 0;
  const texts = chat.messages.filter(({ role }) => role === 'user').map(textOf);
  return (
    <div className="app" data-panel={(isOpen && isWide) || undefined}>
      <Header
        about={setup === undefined ? '' : `${setup.model} model · ${scannerName(setup.scanner)}`}
        isOpen={isOpen}
        onToggle={() => setOpened(!isOpen)}
      />
      <main>
        {hasMessages ? (
          <Conversation
            chat={chat}
            onShowChecks={(turn) => {
              setShown(turn);
              setOpened(true);
            }}
          />
        ) : (
          <Welcome onSend={send} />
        )}
        <Composer isBusy={chat.isBusy} hasScenes={hasMessages} onSend={send} onStop={chat.stop} />
        <p className="state">
          <button type="button" className="bare" onClick={() => setOpened(true)}>
            Policy <b>{settings.policy}</b>, stream <b>{settings.stream}</b>
            {settings.scanner === 'on' ? null : (
              <>
                , scanner <b>{settings.scanner}</b>
              </>
            )}
          </button>
        </p>
      </main>
      {isOpen ? (
        <Panel isBeside={isWide} onClose={() => setOpened(false)}>
          {setup?.switches === false ? null : <Switches settings={settings} onChange={setWished} />}
          {setup?.switches === false ? (
            <p className="quiet empty">This server keeps what its checks said to itself.</p>
          ) : (
            <CheckList turns={chat.turns} texts={texts} shown={shown} />
          )}
        </Panel>
      ) : null}
      <Announcer isBusy={chat.isBusy} last={chat.messages.at(-1)} hasRedactions={chat.hasRedactions} />
    </div>
  );
}

function scannerName(name: string): string {
  return name.includes('local') ? 'embedded scanner' : 'Prisma AIRS';
}

function Header({
  about,
  isOpen,
  onToggle,
}: {
  readonly about: string;
  readonly isOpen: boolean;
  onToggle(): void;
}): ReactElement {
  const [theme, setTheme] = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <header className="top">
      <span className="mark">
        <Icon name="shieldCheck" size={22} />
      </span>
      <h1>Guarded chat</h1>
      <p className="quiet about">{about}</p>
      <button
        type="button"
        className="bare"
        onClick={() => setTheme(other)}
        aria-label={`Use the ${other} theme`}
      >
        <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
      </button>
      <button
        type="button"
        className="bare"
        onClick={onToggle}
        aria-expanded={isOpen}
        aria-label="Guardrail panel"
      >
        <Icon name="panel" />
      </button>
    </header>
  );
}
