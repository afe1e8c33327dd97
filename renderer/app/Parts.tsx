/**
 * Every part that the screens are made of, in each of its states: to look at while one is changed. Shown instead of
 * the app when the page's address ends with `#parts`; it reads and writes nothing.
 */
import './parts.css';
import { useState } from 'react';
import { type PromiseFacts, TicketState } from '#shared/model.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { CriticalMark, StateChip } from '../ui/Chip.tsx';
import { Choice } from '../ui/Choice.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Field } from '../ui/Field.tsx';
import { ICONS, Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { Progress } from '../ui/Progress.tsx';
import { PromiseClock } from '../ui/PromiseClock.tsx';
import { SaveMark } from '../ui/SaveMark.tsx';
import { Switch } from '../ui/Switch.tsx';

const COLOURS = [
  'ground',
  'ground-list',
  'ground-side',
  'ground-sunk',
  'ground-hover',
  'ground-here',
  'ground-chosen',
  'ground-found',
  'ink',
  'ink-soft',
  'line',
  'line-control',
  'line-field',
  'accent',
  'accent-fill',
  'danger',
  'danger-ground',
  'warning',
  'warning-ground',
  'good',
  'ring',
] as const;
const MINUTE = 60_000;
const TEXTS = ['small', 'body', 'read', 'title', 'number', 'huge'] as const;
const SPACES = [1, 2, 3, 4, 5, 6, 7] as const;
const ANSWERS = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'unknown', label: 'Not known yet' },
] as const;

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="parts-group" aria-label={title}>
      <h2>{title}</h2>
      <div className="parts-row">{children}</div>
    </section>
  );
}

export function Parts() {
  return (
    <main className="parts" lang="en">
      <h1>The parts of the window</h1>
      <Group title="Colours">
        {COLOURS.map((name) => (
          <figure key={name} className="parts-colour">
            <span className={`parts-swatch parts-swatch-${name}`} />
            <figcaption>{name}</figcaption>
          </figure>
        ))}
      </Group>
      <Group title="Type and space">
        {TEXTS.map((name) => (
          <span key={name} className={`parts-text-${name}`}>
            Nobody can sign in
          </span>
        ))}
        {SPACES.map((step) => (
          <span key={step} className={`parts-space parts-space-${step}`} title={`space ${step}`} />
        ))}
      </Group>
      <Group title="Icons">
        {ICONS.map((name) => (
          <span key={name} title={name}>
            <Icon name={name} />
          </span>
        ))}
      </Group>
      <Group title="Buttons">
        {(['primary', 'plain', 'quiet', 'link'] as const).map((kind) => (
          <Button key={kind} kind={kind} icon="plus">
            {kind}
          </Button>
        ))}
        {(['primary', 'plain'] as const).map((kind) => (
          <Button key={kind} kind={kind} isDisabled>
            {`${kind}, off`}
          </Button>
        ))}
        <Menu label="More" items={[{ id: 'copy', label: 'Copy', icon: 'copy', run: () => undefined }]} />
      </Group>
      <Group title="Chips">
        {TicketState.options.map((state) => (
          <StateChip key={state} state={state} />
        ))}
        <CriticalMark />
      </Group>
      <Fields />
      <Choices />
      <Group title="Banners">
        {(['plain', 'waiting', 'refused'] as const).map((tone) => (
          <Banner key={tone} tone={tone} title={`A banner that is ${tone}`}>
            <p>What it means, and what to do.</p>
          </Banner>
        ))}
      </Group>
      <Group title="Saving and progress">
        <SaveMark state={{ kind: 'saving' }} />
        <SaveMark state={{ kind: 'saved' }} />
        <SaveMark state={{ kind: 'failed', failure: { code: 'store_full' }, retrying: true }} />
        <Progress label="Some of it" done={3} of={10} />
        <Progress label="All of it" done={10} of={10} />
      </Group>
      <Promises />
      <Group title="The rest">
        <Disclosure title="Something behind its title" isOpenAtFirst>
          <p>What not everybody needs.</p>
        </Disclosure>
        <EmptyState title="Nothing here" body="What will show up, and when.">
          <Button kind="primary">The way on</Button>
        </EmptyState>
      </Group>
    </main>
  );
}

/** A promise in each of its states, as it stands now. */
function Promises() {
  const [now] = useState(Date.now);
  const asked: PromiseFacts = {
    receivedAt: now - 10 * MINUTE,
    target: null,
    dueAt: null,
    firstAnsweredAt: null,
    exceptedBecause: null,
  };
  const inThirty = { ...asked, dueAt: now + 20 * MINUTE };
  const late = { ...asked, dueAt: now - 5 * MINUTE };
  const states: PromiseFacts[] = [
    { ...asked, receivedAt: null },
    asked,
    { ...asked, target: { kind: 'aim', withinBusinessDays: 1 } },
    { ...asked, exceptedBecause: 'Easter' },
    inThirty,
    late,
    { ...inThirty, firstAnsweredAt: now },
    { ...late, firstAnsweredAt: now },
  ];
  return (
    <Group title="Promises">
      {states.map((promise) => (
        <PromiseClock key={JSON.stringify(promise)} ticket={{ state: 'open', standing: 'judged', promise }} />
      ))}
    </Group>
  );
}

function Fields() {
  const [text, setText] = useState('What somebody wrote');
  return (
    <Group title="Fields">
      <Field label="A line" aside="if you know" value={text} onChange={setText} hint="What it is for." />
      <Field label="Empty" value="" onChange={setText} placeholder="What it may look like" />
      <Field label="Wrong" value={text} onChange={setText} error="What is wrong, and what to do." />
      <Field label="Long" value={text} onChange={setText} rows={3} note="12 characters left" />
      <Field label="A time" value="" onChange={setText} type="datetime-local" />
    </Group>
  );
}

function Choices() {
  const [answer, setAnswer] = useState<(typeof ANSWERS)[number]['value'] | null>('yes');
  const [isOn, setOn] = useState(true);
  const explained = ANSWERS.map((option) => ({
    ...option,
    body: <span className="soft">What it means.</span>,
    isDisabled: option.value === 'unknown',
  }));
  return (
    <Group title="Choices">
      <Choice look="bar" label="In a bar" value={answer} onChange={setAnswer} options={ANSWERS} />
      <Choice look="rows" label="In rows" value={answer} onChange={setAnswer} options={ANSWERS} />
      <Choice look="stack" label="Explained" value={answer} onChange={setAnswer} options={explained} />
      <Choice
        look="bar"
        label="Wrong"
        value={null}
        onChange={setAnswer}
        options={ANSWERS}
        error="Choose one."
      />
      <Switch label="A switch" hint="What it does." isOn={isOn} onChange={setOn} />
    </Group>
  );
}
