// How full disks and lanes are and how a clock is, the same on the fleet's pages and on the gateway's own.
// @ts-check
import { html, nothing, svg } from './vendor/lit-3.3.3.js';
import { ago, moment, size, span, t } from './words.js';

/** @param {number} level */
function look(level) {
  return level >= 95 ? 'bad' : level >= 70 ? 'warn' : 'good';
}

/** The level that a share of the whole is; the fleet tells it with hysteresis, a gateway's own page by the number. @param {number} percent */
export function levelOf(percent) {
  return [95, 85, 70].find((level) => percent >= level) ?? 0;
}

/** A bar with marks where alarms begin; what it says stands beside it in words. @param {number} percent @param {number} level */
export function gauge(percent, level) {
  return html`<svg class="gauge ${look(level)}" viewBox="0 0 200 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="200" height="10"/><rect class="fill" width=${Math.max(2, Math.min(100, percent)) * 2} height="10"/>
    ${[70, 85, 95].map((mark) => svg`<rect class="mark" x=${mark * 2 - 1} width="1.5" height="10"/>`)}</svg>`;
}

/** A level as shape, word and colour. @param {number} level */
export function fillChip(level) {
  return level ? html`<span class="chip ${look(level)}"><span aria-hidden="true">${level >= 95 ? '■' : '▲'}</span>${t(`fill.${level}`)}</span>` : nothing;
}

/** @param {string} name @param {string} said @param {number} percent @param {number} level */
function row(name, said, percent, level) {
  return html`<li class="room"><span>${name}</span><span class="quiet small">${said} · ${t('storage.percent', { percent: percent.toFixed(percent < 10 ? 1 : 0) })} ${fillChip(level)}</span>${gauge(percent, level)}</li>`;
}

/**
 * Lanes and disk as rows with bars.
 * @param {{lanes: any[], disk?: {free: number, size: number, percent?: number, level?: number}}} storage
 */
export function storageRows(storage) {
  const { disk } = storage;
  const used = disk ? disk.percent ?? 100 * (1 - disk.free / disk.size) : 0;
  return html`<ul class="rooms">${storage.lanes.map((lane) => {
    const percent = lane.percent ?? (100 * lane.bytes) / lane.quota;
    return row(t(`lane.${lane.lane}`), t('storage.lane', { used: size(lane.bytes), whole: size(lane.quota) }), percent, lane.level ?? levelOf(percent));
  })}${disk ? row(t('storage.disk'), t('storage.diskFree', { free: size(disk.free), whole: size(disk.size) }), used, disk.level ?? levelOf(used)) : nothing}</ul>`;
}

const CLOCK_LOOK = { SYNCED: 'good', DRIFTING: 'warn', UNTRUSTED: 'bad' };
const CLOCK_SHAPE = { SYNCED: '✓', DRIFTING: '▲', UNTRUSTED: '■' };

/**
 * How a clock is: quality, since when, how far off, how far it jumped.
 * @param {{quality: string, since?: string, offsetMillis?: number, jumpMillis?: number}} clock @param {string} [zone]
 */
export function clockWords(clock, zone) {
  const quality = /** @type {keyof CLOCK_LOOK} */ (clock.quality);
  const off = clock.offsetMillis === undefined ? '' : offset(clock.offsetMillis);
  const jumped = clock.jumpMillis ? t('clock.jumped', { time: span(Math.abs(clock.jumpMillis) / 1000) }) : '';
  return html`<span class="chip ${CLOCK_LOOK[quality] ?? ''}"><span aria-hidden="true">${CLOCK_SHAPE[quality] ?? ''}</span>${t(`quality.${clock.quality}`)}</span>
    <span class="quiet small">${clock.since ? html`<time datetime=${clock.since} title=${moment(clock.since, zone)}>${t('clock.since', { since: ago(clock.since) })}</time>` : nothing}${[off, jumped].filter(Boolean).map((one) => ` · ${one}`)}</span>`;
}

/** @param {number} millis */
function offset(millis) {
  return Math.abs(millis) <= 1000 ? t('clock.same') : t(millis > 0 ? 'clock.ahead' : 'clock.behind', { time: span(Math.abs(millis) / 1000) });
}
