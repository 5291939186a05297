// What events, presence and commands say in words.
// @ts-check
import { ago, has, html, moment, nothing, t, wants } from '/kit/kit.js';
import { zoneOf } from './zones.js';

const PRESENCE_LOOK = { ONLINE: 'good', OFFLINE: 'bad', UNSTABLE: 'bad', UNKNOWN: 'warn', NEVER_SEEN: '' };
const OUTCOME_LOOK = { GRANTED: 'good', GRANTED_EXTERNAL: 'good', FREE_PASSAGE: 'good', MUSTERED: 'good', GRANTED_SOFT: 'warn', PENDING: 'warn', DENIED: 'bad', GRANTED_DURESS: 'bad' };
const STATE_LOOK = { DONE: 'good', ACKNOWLEDGED: 'good', FAILED: 'bad', EXPIRED: 'bad' };
const ALARMS = ['DoorForced', 'DoorHeld', 'Tampered', 'CameraFault', 'PowerLost', 'ForeignTopicTried', 'JournalGap', 'JournalFilling', 'EventGap', 'FireAlarm', 'StorageFailed', 'JournalSetBack', 'Duress', 'ReaderLockedOut', 'CredentialLockedOut', 'DoorHeldPrealarm', 'LockFault', 'ContactFault', 'ReleaseUnpowered', 'Tailgate', 'ReversePassage', 'IntrusionLane'];

/** @param {string} presence */
export function presenceLook(presence) {
  return PRESENCE_LOOK[/** @type {keyof PRESENCE_LOOK} */ (presence)] ?? '';
}

/** @param {any} thing a device or a gateway */
export function presenceChip(thing) {
  return html`<span class="chip dot ${presenceLook(thing.presence)}">${t(`presence.${thing.presence}`)}</span>`;
}

/** Why it is shown so, and since when. @param {any} thing */
export function presenceReason(thing) {
  const since = thing.since ? html` <time datetime=${thing.since} title=${moment(thing.since, zoneOf(thing.site))}>${ago(thing.since)}</time>` : nothing;
  return html`${t(`presenceReason.${thing.reason}`)}${since}`;
}

/** @param {any} event */
export function eventChip(event) {
  if (event.outcome) {
    const look = OUTCOME_LOOK[/** @type {keyof OUTCOME_LOOK} */ (event.outcome)] ?? '';
    return html`<span class="chip ${look}">${t(`outcome.${event.outcome}`)}</span>`;
  }
  return html`<span class="chip ${ALARMS.includes(event.type) ? 'warn' : ''}">${typeName(event.type)}</span>`;
}

/** @param {string} type */
export function typeName(type) {
  return has(`event.${type}`) ? t(`event.${type}`) : type;
}

/** The reason in words, with what the decision was about. @param {any} event */
export function reasonText(event) {
  return event.reason ? t(`reason.${event.reason}`, event.details ?? {}) : '';
}

/**
 * What would have to change for it to be let in. When the decision does not say all that the sentence speaks of, the
 * sentence without it. @param {any} event
 */
export function remedyText(event) {
  const key = `remedy.${event.reason}`;
  if (event.outcome !== 'DENIED' && event.outcome !== 'PENDING' || !has(key)) {
    return '';
  }
  const details = event.details ?? {};
  const whole = wants(key).every((name) => details[name]);
  return whole || !has(`remedyPlain.${event.reason}`) ? t(key, details) : t(`remedyPlain.${event.reason}`);
}

/** The same for each reason that stands in the way, the one that decides first. @param {any} answer */
export function remedies(answer) {
  return answer.obstacles
    .map((/** @type {string} */ reason) => remedyText({ ...answer, reason, details: reason === answer.reason ? answer.details : {} }))
    .filter(Boolean);
}

/** The checks of a decision in their order. @param {any[]} trace */
export function traceList(trace) {
  return html`<ol class="trace">${trace.map((check) => html`<li>${checkWord(check.rule)} <span class="chip ${check.passed ? 'good' : 'bad'}">${t(check.passed ? 'events.passed' : 'events.failed')}</span></li>`)}</ol>`;
}

/** @param {string} rule as the door's engine names it */
function checkWord(rule) {
  const [first, ...rest] = rule.toLowerCase().split(' ');
  const key = `check.${first}${rest.map((word) => word[0].toUpperCase() + word.slice(1)).join('')}`;
  return has(key) ? t(key) : rule;
}

/** Who, or what. @param {any} event */
export function subject(event) {
  if (event.outcome) {
    return event.personName ?? event.person ?? t('event.unknownPerson', { mask: event.credentialMask ?? '' });
  }
  return event.deviceName ?? event.device ?? event.gateway;
}

/** Where. @param {any} event */
export function where(event) {
  return event.doorName ?? event.door ?? (event.outcome ? event.deviceName ?? event.device : '') ?? '';
}

/** What else an event without a decision says. @param {any} event */
export function detail(event) {
  const body = event.body ?? {};
  if (has(`event.says.${event.type}`)) {
    return t(`event.says.${event.type}`, { ...body, lane: t(`lane.${body.lane}`), reason: has(`gapReason.${body.reason}`) ? t(`gapReason.${body.reason}`) : body.reason });
  }
  const said = (body.fault ? (has(`fault.${body.fault}`) ? t(`fault.${body.fault}`) : body.fault) : undefined) ?? body.tag ?? body.code ?? body.topic ?? body.state ?? body.message;
  return event.outcome ? reasonText(event) : [said, body.officer].filter(Boolean).join(' · ');
}

/** What somebody did, by the operation's name. @param {string} action */
export function actionWord(action) {
  return has(`change.${action}`) ? t(`change.${action}`) : action;
}

/** @param {string} state */
export function commandChip(state) {
  const look = STATE_LOOK[/** @type {keyof STATE_LOOK} */ (state)] ?? 'warn';
  return html`<span class="chip ${look}">${t(`command.state.${state}`)}</span>`;
}
