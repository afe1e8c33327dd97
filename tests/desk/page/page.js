// The specialist page. Every text of a requester is set as text, never as HTML.

/** @typedef {import('#shared/contract.ts').DeskTicket} DeskTicket */
/** @typedef {import('#shared/contract.ts').DeskMessage} DeskMessage */
/** @typedef {import('#shared/contract.ts').DeskAttachment} DeskAttachment */
/** @typedef {DeskTicket & { clock: import('#shared/sla/promise.ts').PromiseClock }} Ticket */
/** @typedef {import('../faults.ts').Fault & { met: number }} RunningFault */

/**
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
function part(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${id}.`);
  return found;
}

const told = part('told', HTMLElement);
const list = part('tickets', HTMLUListElement);
const title = part('title', HTMLElement);
const chosen = part('chosen', HTMLElement);
const facts = part('facts', HTMLElement);
const thread = part('messages', HTMLOListElement);
const replyForm = part('reply', HTMLFormElement);
const body = part('body', HTMLTextAreaElement);
const as = part('as', HTMLSelectElement);
const after = part('after', HTMLSelectElement);
const moveForm = part('move', HTMLFormElement);
const status = part('status', HTMLSelectElement);
const judgeForm = part('judge', HTMLFormElement);
const severity = part('severity', HTMLSelectElement);
const reason = part('reason', HTMLInputElement);
const attachForm = part('attach', HTMLFormElement);
const file = part('file', HTMLInputElement);
const belongs = part('belongs', HTMLSelectElement);
const removeForm = part('remove', HTMLFormElement);
const editor = part('editor', HTMLDialogElement);
const edited = part('edited', HTMLTextAreaElement);
const sure = part('sure', HTMLDialogElement);
const faultForm = part('fault', HTMLFormElement);
const faultList = part('faults', HTMLUListElement);
const kind = part('kind', HTMLSelectElement);

/** @type {Ticket[]} */
let tickets = [];
/** @type {string | null} */
let chosenId = null;
/** Answers that are not sent yet, by ticket. @type {Map<string, string>} */
const unsent = new Map();
/** @type {RunningFault[]} */
let faults = [];

const CLOCK_REFRESH_MS = 20_000;
const STATUS = {
  open: 'open',
  waiting_on_requester: 'waiting on requester',
  solved: 'solved',
  closed: 'closed',
};
const SEVERITY = { business_critical: 'business-critical', standard: 'standard' };

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [content]
 */
async function ask(method, path, content) {
  const isFile = content instanceof File;
  const response = await fetch(path, {
    method,
    headers: {
      'content-type': isFile ? content.type || 'application/octet-stream' : 'application/json',
      'x-desk-page': '1',
    },
    ...(content === undefined ? {} : { body: isFile ? content : JSON.stringify(content) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? answer.title);
  return answer;
}

/** @param {() => Promise<void>} work */
async function attempt(work) {
  try {
    await work();
  } catch (error) {
    told.textContent = error instanceof Error ? error.message : String(error);
  }
}

/**
 * @param {string} tag
 * @param {string} text
 * @param {string} [className]
 */
function element(tag, text, className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  made.dir = 'auto';
  return made;
}

/** @param {number} ms */
function span(ms) {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 90) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}

/** @param {Ticket} ticket */
function clockText({ clock, status: state }) {
  if (clock.state === 'answered_in_time') return element('span', 'answered in time', 'calm');
  if (clock.state === 'answered_late') return element('span', `answered ${span(clock.lateMs)} late`);
  if (clock.state === 'answered') return element('span', 'answered');
  if (state === 'solved' || state === 'closed') return element('span', 'not answered');
  if (clock.state === 'running') return element('span', `${span(clock.leftMs)} left`, 'urgent');
  if (clock.state === 'overdue') return element('span', `${span(clock.lateMs)} late`, 'urgent');
  return element('span', 'no guarantee');
}

/** @param {string} wire */
function time(wire) {
  const made = document.createElement('time');
  made.dateTime = wire;
  made.textContent = new Date(wire).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return made;
}

function showTickets() {
  const focused =
    document.activeElement instanceof HTMLElement ? document.activeElement.dataset.ticket : null;
  part('no-tickets', HTMLElement).hidden = tickets.length > 0;
  list.replaceChildren(
    ...tickets.map((ticket) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.ticket = ticket.id;
      if (ticket.id === chosenId) button.setAttribute('aria-current', 'true');
      const meta = element('span', '', 'meta');
      const severity = ticket.severity === 'business_critical' ? 'urgent' : '';
      meta.append(
        element('span', ticket.number),
        element('span', standing(ticket), ticket.judged === false ? 'unjudged' : severity),
        element('span', STATUS[ticket.status]),
        clockText(ticket),
      );
      button.append(element('span', ticket.title, 'name'), meta);
      button.addEventListener('click', () => attempt(() => choose(ticket.id)));
      const item = document.createElement('li');
      item.append(button);
      return item;
    }),
  );
  if (focused) {
    const again = list.querySelector(`[data-ticket="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement) again.focus();
  }
}

/** @param {number} bytes */
function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/**
 * @param {string} text
 * @param {string} name what a screen reader says, since many of these look the same
 * @param {() => Promise<void>} work
 */
function quietButton(text, name, work) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'quiet';
  made.textContent = text;
  made.setAttribute('aria-label', name);
  made.addEventListener('click', () => attempt(work));
  return made;
}

/**
 * Opens a dialog and waits for the button that closes it. Escape means none.
 * @param {HTMLDialogElement} dialog
 * @returns {Promise<string>}
 */
function choiceIn(dialog) {
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue), { once: true });
  });
}

/**
 * @param {string} what
 * @param {string} path
 */
async function takeAway(what, path) {
  part('sure-title', HTMLElement).textContent = `Delete ${what}?`;
  if ((await choiceIn(sure)) !== 'delete') return;
  await ask('DELETE', path, { by: as.value });
  told.textContent = 'It is deleted.';
}

/** @param {DeskMessage} message */
async function edit(message) {
  edited.value = message.body;
  if ((await choiceIn(editor)) !== 'save') return;
  await ask('PUT', `/specialist/messages/${message.id}`, { body: edited.value });
  told.textContent = 'The message is changed.';
}

/** @param {DeskAttachment} attachment */
function fileEntry({ id, name, size: bytes, author, description }) {
  const link = document.createElement('a');
  link.href = `/specialist/attachments/${id}/content`;
  link.download = name;
  link.textContent = name;
  link.dir = 'auto';
  const item = document.createElement('li');
  item.append(
    link,
    element('span', `${size(bytes)}, ${author.name}`, 'small'),
    ...(description === '' ? [] : [element('span', description, 'small')]),
    quietButton('Delete', `Delete the file ${name}`, () =>
      takeAway(`the file “${name}”`, `/specialist/attachments/${id}`),
    ),
  );
  return item;
}

/**
 * @param {{ author: string, className: string, at: string, text: string, editedAt?: string | null }} said
 * @param {DeskAttachment[]} attachments
 * @param {HTMLElement[]} controls
 */
function entry({ author, className, at, text, editedAt }, attachments, controls) {
  const item = document.createElement('li');
  item.className = className;
  const meta = element('div', '', 'meta');
  meta.append(element('strong', author), time(at));
  if (editedAt) {
    const note = element('span', 'edited ');
    note.append(time(editedAt));
    meta.append(note);
  }
  meta.append(...controls);
  item.append(meta, element('pre', text));
  if (attachments.length > 0) {
    const files = document.createElement('ul');
    files.className = 'files';
    files.append(...attachments.map(fileEntry));
    item.append(files);
  }
  return item;
}

/** @param {DeskMessage[]} messages */
function showBelongs(messages) {
  const chosenNow = belongs.value;
  const named = messages.map(({ id, author, body: text }) => {
    const words = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    return new Option(`${author.name}: ${words}`, id);
  });
  belongs.replaceChildren(new Option('the ticket', ''), ...named);
  belongs.value = messages.some(({ id }) => id === chosenNow) ? chosenNow : '';
}

/**
 * How serious it is, and how that came about: judged by the answers or at the desk, chosen against them, or not judged.
 * @param {Ticket} ticket
 */
function standing(ticket) {
  if (ticket.judged === false) return 'Not judged yet';
  const isChosen = ticket.severityReason.trim() !== '' && ticket.severityChange === null;
  return isChosen ? `${SEVERITY[ticket.severity]}, chosen by the requester` : SEVERITY[ticket.severity];
}

/** @param {string} word */
const plain = (word) => word.replaceAll('_', ' ');

/**
 * What the guide was told, and what of it nobody knows for sure yet.
 * @param {Ticket['guide']} guide
 * @returns {[string, string][]}
 */
function guideRows(guide) {
  if (guide === null) return [];
  if (guide.words.length > 0) return [['The guide', guide.words.join('\n')]];
  const answers = Object.entries(guide.answers).filter(([name]) => name !== 'affected');
  return [
    ['Answers', answers.map(([name, answer]) => `${spaced(name)}: ${plain(answer)}`).join(', ')],
    ['Judged', [SEVERITY[guide.judged], ...guide.reasons.map(plain)].join(', ')],
    ['Not confirmed', guide.unconfirmed.map(spaced).join(', ')],
  ];
}

/** @param {string} name */
const spaced = (name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** @param {Ticket} ticket */
async function showThread(ticket) {
  /** @type {{ messages: DeskMessage[], attachments: DeskAttachment[] }} */
  const { messages, attachments } = await ask('GET', `/specialist/tickets/${ticket.id}/thread`);
  if (ticket.id !== chosenId) return;
  title.textContent = `${ticket.number} ${ticket.title}`;
  /** @type {[string, string][]} */
  const rows = [
    ['From', ticket.requester.name],
    ['Status', STATUS[ticket.status]],
    ['Severity', standing(ticket)],
    ['Reason', ticket.severityReason],
    [
      'Judged by',
      ticket.severityChange ? `${ticket.severityChange.by}: ${ticket.severityChange.reason}` : '',
    ],
    ['Who is hit', plain(ticket.affected ?? '')],
    ...guideRows(ticket.guide),
    ['What is hit', ticket.hit],
    ['Since', ticket.since],
    ['Channel', ticket.channel],
    ['Help was', ticket.rating ? `${ticket.rating.score} ${ticket.rating.comment}` : ''],
  ];
  part('chat', HTMLFormElement).hidden = ticket.channel !== 'chat';
  part('call', HTMLFormElement).hidden = ticket.callBack === null;
  part('call-state', HTMLElement).textContent = callWords(ticket.callBack);
  facts.replaceChildren(
    ...rows
      .filter(([, value]) => value !== '')
      .flatMap(([name, value]) => [element('dt', name), element('dd', value)]),
  );
  const { requester, createdAt: at, description: text } = ticket;
  thread.replaceChildren(
    entry(
      { author: requester.name, className: 'requester', at, text },
      attachments.filter(({ messageId }) => messageId === null),
      [],
    ),
    ...messages.map((message) =>
      entry(
        {
          author: message.author.name,
          className: message.author.kind,
          at: message.createdAt,
          text: message.body,
          editedAt: message.editedAt,
        },
        attachments.filter(({ messageId }) => messageId === message.id),
        [
          quietButton('Edit', `Edit the message of ${message.author.name}`, () => edit(message)),
          quietButton('Delete', `Delete the message of ${message.author.name}`, () =>
            takeAway(`the message of ${message.author.name}`, `/specialist/messages/${message.id}`),
          ),
        ],
      ),
    ),
  );
  showBelongs(messages);
  chosen.hidden = false;
}

/** @param {{ number: string, at: string | null, state: string } | null} call */
function callWords(call) {
  if (call === null) return '';
  const when = call.at === null ? 'as soon as possible' : new Date(call.at).toLocaleString();
  return `${call.number}, ${when}: ${call.state}`;
}

/** @param {string} id */
async function choose(id) {
  const ticket = tickets.find((candidate) => candidate.id === id);
  if (!ticket) return;
  if (chosenId !== null) unsent.set(chosenId, body.value);
  chosenId = id;
  body.value = unsent.get(id) ?? '';
  status.value = ticket.status;
  severity.value = ticket.severity;
  reason.value = '';
  file.value = '';
  belongs.value = '';
  showTickets();
  await showThread(ticket);
}

async function refresh() {
  const answer = await ask('GET', '/specialist/tickets');
  tickets = answer.tickets;
  const says = part('says', HTMLElement);
  says.textContent = answer.statusLine?.text ?? 'The desk says nothing of itself.';
  if (as.options.length === 0) {
    as.replaceChildren(...answer.specialists.map((/** @type {string} */ name) => new Option(name, name)));
  }
  showTickets();
  const ticket = tickets.find((candidate) => candidate.id === chosenId);
  if (ticket) {
    await showThread(ticket);
  } else if (chosenId !== null) {
    chosenId = null;
    chosen.hidden = true;
    title.textContent = 'No ticket chosen';
  }
}

/** @param {RunningFault} fault */
function faultText(fault) {
  const { met, times, rate, path, method } = fault;
  const name = [...kind.options].find((option) => option.value === fault.kind)?.text ?? fault.kind;
  const figures =
    fault.kind === 'latency'
      ? [`${fault.ms} ms`]
      : fault.kind === 'cutUpload' && fault.afterBytes !== undefined
        ? [`after ${fault.afterBytes} bytes`]
        : fault.kind === 'status'
          ? [
              String(fault.status),
              fault.retryAfterSeconds === undefined ? '' : `Retry-After ${fault.retryAfterSeconds} s`,
            ]
          : [];
  const parts = [
    name,
    ...figures,
    rate === undefined ? '' : `${Math.round(rate * 100)} %`,
    path ?? '',
    method ?? '',
    times === undefined ? `met ${met}` : `met ${met} of ${times}`,
  ];
  return parts.filter((text) => text !== '').join(', ');
}

/** @param {{ seed: number, faults: RunningFault[] }} state */
function showFaults(state) {
  faults = state.faults;
  part('seed', HTMLElement).textContent = String(state.seed);
  part('no-faults', HTMLElement).hidden = faults.length > 0;
  faultList.replaceChildren(
    ...faults.map((fault, place) => {
      const item = document.createElement('li');
      const remove = document.createElement('button');
      remove.type = 'button';
      remove.textContent = 'Remove';
      remove.setAttribute('aria-label', `Remove ${fault.kind}`);
      remove.addEventListener('click', () => setFaults(faults.filter((_, other) => other !== place)));
      item.append(element('span', faultText(fault)), remove);
      return item;
    }),
  );
}

/** @param {object[]} wanted */
function setFaults(wanted) {
  return attempt(async () => {
    const sent = wanted.map((fault) => ({ ...fault, met: undefined }));
    showFaults(await ask('PUT', '/faults', { faults: sent }));
    told.textContent = wanted.length === 0 ? 'Nothing is wrong any more.' : 'The fault switch is set.';
  });
}

/** @param {string} id */
function numberIn(id) {
  const { value } = part(id, HTMLInputElement);
  return value === '' ? undefined : Number(value);
}

function showFaultFields() {
  for (const field of faultForm.querySelectorAll('[data-for]')) {
    if (field instanceof HTMLElement) field.hidden = field.dataset.for !== kind.value;
  }
}

replyForm.addEventListener('submit', (event) => {
  event.preventDefault();
  const id = chosenId;
  attempt(async () => {
    const state = after.value === '' ? undefined : after.value;
    await ask('POST', `/specialist/tickets/${id}/replies`, { body: body.value, as: as.value, status: state });
    if (id !== null) unsent.delete(id);
    if (id === chosenId) body.value = '';
    after.value = '';
    told.textContent = 'The answer is sent.';
  });
});

/** @type {Record<string, () => object>} */
const CHAT_MOVES = {
  accept: () => ({ do: 'accept', as: as.value }),
  here: () => ({ do: 'presence', presence: 'here' }),
  away: () => ({ do: 'presence', presence: 'away' }),
  typing: () => ({ do: 'typing', typing: true }),
  silent: () => ({ do: 'typing', typing: false }),
  end: () => ({ do: 'end' }),
};

part('chat', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  const move = event.submitter instanceof HTMLButtonElement ? CHAT_MOVES[event.submitter.value] : undefined;
  attempt(async () => {
    await ask('POST', `/specialist/tickets/${chosenId}/chat`, move?.());
    told.textContent = 'The requester sees it.';
  });
});

part('assign', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    await ask('PUT', `/specialist/tickets/${chosenId}/assignee`, { to: as.value, by: as.value });
    told.textContent = 'The requester sees it.';
  });
});

part('merge', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  const into = part('into', HTMLInputElement);
  attempt(async () => {
    await ask('POST', `/specialist/tickets/${chosenId}/merge`, { into: into.value, by: as.value });
    into.value = '';
    told.textContent = 'It is closed, and the requester sees where it goes on.';
  });
});

part('call', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  const state = event.submitter instanceof HTMLButtonElement ? event.submitter.value : '';
  attempt(async () => {
    await ask('PUT', `/specialist/tickets/${chosenId}/call`, { state, by: as.value });
    told.textContent = 'The requester sees it.';
  });
});

moveForm.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    await ask('PUT', `/specialist/tickets/${chosenId}/status`, { status: status.value, by: as.value });
    told.textContent = 'The status is set.';
  });
});

judgeForm.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    const judged = { severity: severity.value, by: as.value, reason: reason.value };
    await ask('PUT', `/specialist/tickets/${chosenId}/severity`, judged);
    reason.value = '';
    told.textContent = 'The severity is set.';
  });
});

attachForm.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    const [sent] = file.files ?? [];
    if (!sent) return;
    const about = new URLSearchParams({ name: sent.name, as: as.value });
    if (belongs.value !== '') about.set('messageId', belongs.value);
    await ask('POST', `/specialist/tickets/${chosenId}/attachments?${about}`, sent);
    file.value = '';
    told.textContent = 'The file is attached.';
  });
});

part('status-line', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  const isOver = event.submitter instanceof HTMLButtonElement && event.submitter.value === 'over';
  const field = part('says-now', HTMLInputElement);
  attempt(async () => {
    await ask('PUT', '/specialist/status', { text: isOver ? null : field.value });
    field.value = '';
    told.textContent = isOver ? 'The line is gone.' : 'Everybody reads it within five minutes.';
  });
});

removeForm.addEventListener('submit', (event) => {
  event.preventDefault();
  const ticket = tickets.find(({ id }) => id === chosenId);
  if (!ticket) return;
  const what = `${ticket.number} “${ticket.title}” with all its messages and files`;
  attempt(() => takeAway(what, `/specialist/tickets/${ticket.id}`));
});

faultForm.addEventListener('submit', (event) => {
  event.preventDefault();
  const percent = numberIn('percent') ?? 100;
  const path = part('path', HTMLSelectElement).value;
  const figures =
    kind.value === 'latency'
      ? { ms: numberIn('ms') ?? 0 }
      : kind.value === 'cutUpload'
        ? { afterBytes: numberIn('bytes') }
        : kind.value === 'status'
          ? { status: Number(part('code', HTMLSelectElement).value), retryAfterSeconds: numberIn('wait') }
          : {};
  const added = {
    kind: kind.value,
    ...figures,
    times: numberIn('times'),
    rate: percent === 100 ? undefined : percent / 100,
    path: path === '' ? undefined : path,
  };
  setFaults([...faults, added]);
});

kind.addEventListener('change', showFaultFields);
part('clear', HTMLButtonElement).addEventListener('click', () => setFaults([]));

const stream = new EventSource('/specialist/stream');
stream.addEventListener('poke', () => attempt(refresh));
stream.addEventListener('error', () => {
  told.textContent = 'The desk does not answer.';
});
stream.addEventListener('open', () => {
  told.textContent = '';
});
setInterval(() => {
  if (stream.readyState !== EventSource.OPEN) return;
  attempt(refresh);
  attempt(async () => showFaults(await ask('GET', '/faults')));
}, CLOCK_REFRESH_MS);

showFaultFields();
attempt(async () => showFaults(await ask('GET', '/faults')));

export {};
