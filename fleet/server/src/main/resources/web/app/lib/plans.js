// What stands on plans of floors, as pins and in tables: the same words and colours as everywhere else.
// @ts-check
import { ago, html, moment, nothing, t } from '/kit/kit.js';
import { severityOf } from './alarms.js';
import { presenceLook } from './says.js';
import { zoneOf } from './zones.js';

const MARKS = { good: '✓', warn: '▲', bad: '✕', '': '?' };
const VISITS = { OVERDUE: 'bad', DUE: 'warn', NOT_SEEN: 'warn', VISITED: 'good' };

/** @param {any} place */
export function keyOf(place) {
  return `${place.kind === 'DEVICE' ? 'devices' : 'checkpoints'}/${place.id}`;
}

/** How a visit is, as shape, word and colour. @param {any} visit */
export function visitChip(visit) {
  const look = VISITS[/** @type {keyof VISITS} */ (visit.state)];
  return html`<span class="chip ${look}"><span aria-hidden="true">${MARKS[/** @type {keyof MARKS} */ (look)]}</span>${t(`visit.state.${visit.state}`)}</span>`;
}

/** When, and by whom. @param {any} visit */
export function visited(visit) {
  const names = (visit.officers ?? []).map((/** @type {any} */ one) => one.name).join(', ');
  return visit.at ? html`<time datetime=${visit.at} title=${moment(visit.at, zoneOf(visit.site))}>${ago(visit.at)}</time> ${names}` : t('visit.never');
}

/** Since when somebody should have come, or until when somebody will. @param {any} visit */
export function expected(visit) {
  const at = (/** @type {string} */ key, /** @type {string} */ iso) => html`<span>${t(key)} <time datetime=${iso} title=${moment(iso, zoneOf(visit.site))}>${ago(iso)}</time></span>`;
  return html`${visit.overdueSince ? at('visit.overdueSince', visit.overdueSince) : nothing} ${visit.gap ? html`<span>${t('visit.gap', { minutes: visit.gap.minutes, max: visit.gap.maxMinutes, source: visit.gap.source })}</span>` : nothing} ${visit.dueBy ? at('visit.dueBy', visit.dueBy) : nothing}`;
}

/** A place as a pin. @param {any} place @param {any} visit of a checkpoint, when rounds are shown */
export function pinOf(place, visit) {
  const said = stateOf(place, visit);
  const alarm = place.alarms ? severityOf(place.alarms.severity) : undefined;
  const word = alarm ? `${said.word}, ${t('plans.alarmed', { severity: t(`severity.${place.alarms.severity}`), count: place.alarms.count })}` : said.word;
  return { key: keyOf(place), x: place.x, y: place.y, name: place.name, state: word, look: said.look, mark: said.mark, alarm };
}

/** @param {any} place @param {any} visit */
function stateOf(place, visit) {
  if (place.gone) {
    return { look: 'warn', mark: '–', word: t('plans.gone') };
  }
  if (place.kind === 'DEVICE') {
    const look = presenceLook(place.device.presence);
    return { look, mark: MARKS[/** @type {keyof MARKS} */ (look)] ?? '?', word: t(`presence.${place.device.presence}`) };
  }
  if (visit) {
    const look = VISITS[/** @type {keyof VISITS} */ (visit.state)];
    const when = visit.at ? ago(visit.at) : t('visit.never');
    return { look, mark: MARKS[/** @type {keyof MARKS} */ (look)], word: `${t(`visit.state.${visit.state}`)}, ${when}` };
  }
  return { look: 'point', mark: '⟳', word: t('plans.kind.CHECKPOINT') };
}
