// What the pages about patrol have in common.
// @ts-check
import { html, nothing, t } from '/kit/kit.js';

const STATES = { COMPLETED: 'good', CLOSED: 'good', COMPLETED_LATE: 'warn', LATE_START: 'warn', INCOMPLETE: 'bad', MISSED: 'bad' };
const STATUS = { ON_TIME: 'good', EARLY: 'warn', LATE: 'warn', MISSED: 'bad' };
const SHAPES = { good: '✓', warn: '▲', bad: '✕' };

/** @param {string} look */
function shape(look) {
  const mark = SHAPES[/** @type {keyof SHAPES} */ (look)];
  return mark ? html`<span aria-hidden="true">${mark}</span>` : nothing;
}

/** Where a round stands, as shape, word and colour. @param {any} round */
export function roundChip(round) {
  const look = STATES[/** @type {keyof STATES} */ (round.state)] ?? '';
  return html`<span class="chip ${look}">${shape(look)}${t(`patrol.state.${round.state}`)}</span>`;
}

/** What became of a stop. @param {any} stop */
export function stopChip(stop) {
  const look = stop.excuse ? '' : STATUS[/** @type {keyof STATUS} */ (stop.status)] ?? '';
  return html`<span class="chip ${look}">${shape(look)}${t(stop.excuse ? 'patrol.excused' : `patrol.status.${stop.status}`)}</span>`;
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const NAMES = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/**
 * Days and times as a rule (RFC 5545); nothing when it takes more than one rule to say it.
 * @param {string[]} days of MON to SUN; none or all: every day @param {string[]} times such as 22:00
 */
export function ruleOf(days, times) {
  const minutes = new Set(times.map((time) => Number(time.split(':')[1])));
  if (!times.length || minutes.size !== 1 || times.some((time) => !/^([01]?\d|2[0-3]):[0-5]\d$/.test(time))) {
    return '';
  }
  const when = days.length && days.length < 7 ? `FREQ=WEEKLY;BYDAY=${days.map((day) => DAYS[NAMES.indexOf(day)]).join(',')}` : 'FREQ=DAILY';
  const hours = [...new Set(times.map((time) => Number(time.split(':')[0])))].sort((one, other) => one - other);
  return `${when};BYHOUR=${hours.join(',')};BYMINUTE=${[...minutes][0]};BYSECOND=0`;
}

/** The days and times of a rule that {@link ruleOf} could have made; nothing for any other. @param {string} rule @param {string} first */
export function timesOf(rule, first) {
  const parts = Object.fromEntries(rule.split(';').filter(Boolean).map((part) => part.split('=')));
  const known = Object.keys(parts).every((name) => ['FREQ', 'BYDAY', 'BYHOUR', 'BYMINUTE', 'BYSECOND', 'INTERVAL'].includes(name));
  if (!known || !['DAILY', 'WEEKLY'].includes(parts.FREQ) || (parts.INTERVAL ?? '1') !== '1' || (parts.FREQ === 'WEEKLY' && !parts.BYDAY)) {
    return null;
  }
  const [hour, minute] = (first.split('T')[1] ?? '').split(':');
  const minutes = (parts.BYMINUTE ?? minute ?? '0').split(',');
  const hours = (parts.BYHOUR ?? hour ?? '0').split(',');
  return {
    days: (parts.BYDAY ?? '').split(',').filter(Boolean).map((day) => NAMES[DAYS.indexOf(day)]).filter(Boolean),
    times: hours.flatMap((one) => minutes.map((two) => `${Number(one)}:${two.padStart(2, '0')}`)),
  };
}

/** A schedule as people say it. @param {string} rule @param {string} first @param {string} language */
export function ruleWords(rule, first, language) {
  if (!rule) {
    return t('patrol.once', { at: first.replace('T', ' ') });
  }
  const said = timesOf(rule, first);
  if (!said) {
    return rule;
  }
  const list = new Intl.ListFormat(language, { style: 'long', type: 'conjunction' });
  const plain = (/** @type {string[]} */ all) => (language.startsWith('zh') ? all.join('、') : list.format(all));
  const days = said.days.length && said.days.length < 7 ? plain(said.days.map((day) => t(`weekday.${day}`))) : '';
  return days ? t('patrol.weekly', { days, times: plain(said.times) }) : t('patrol.daily', { times: plain(said.times) });
}
