// What happened to a device in one list: events, commands, alarms, what people noted and changed, newest first.
// @ts-check
import { ago, html, moment, nothing, t } from '/kit/kit.js';
import { sentence, stateChip } from '../lib/alarms.js';
import { actionWord, commandChip } from '../lib/says.js';
import { zoneOf } from '../lib/zones.js';
import './event-list.js';

/** Events that follow each other stand in one list. @param {any[]} items */
function groups(items) {
  /** @type {any[]} */
  const all = [];
  for (const item of items) {
    const last = all[all.length - 1];
    if (item.kind === 'EVENT' && last?.events) {
      last.events.push(item.event);
    } else {
      all.push(item.kind === 'EVENT' ? { events: [item.event] } : item);
    }
  }
  return all;
}

/** @param {any} item @param {string} site */
function when(item, site) {
  return html`<time class="quiet small" datetime=${item.at} title=${moment(item.at, zoneOf(site))}>${ago(item.at)}</time>`;
}

/** @param {any} item @param {string} site @param {string} device */
function line(item, site, device) {
  if (item.kind === 'COMMAND') {
    const one = item.command;
    return html`<div class="spread"><strong>${t(`command.type.${one.type}`)}</strong>${commandChip(one.state)}</div><p class="quiet small">${one.operator}${one.reason ? ` · ${one.reason}` : ''} · ${when(item, site)}</p>`;
  }
  if (item.kind === 'ALARM') {
    return html`<div class="spread"><a href=${`/alarms/${site}/${item.alarm.id}`}>${sentence(item.alarm)}</a>${stateChip(item.alarm)}</div><p class="quiet small">${when(item, site)}</p>`;
  }
  if (item.kind === 'CHANGE') {
    const one = item.change;
    return html`<strong>${actionWord(one.action)}</strong><p class="quiet small">${one.who}${one.reason ? ` · ${one.reason}` : ''} · ${when(item, site)}</p>`;
  }
  return html`<p class="note-text">${item.note.text ?? ''}</p>${item.note.photo ? html`<p><a href=${photoOf(site, device, item.note)} target="_blank" rel="noopener">${t('notes.photo', { who: item.note.by })}</a></p>` : photoGone(item.note, site)}<p class="quiet small">${t('notes.by', { who: item.note.by })} · ${when(item, site)}</p>`;
}

/** @param {string} site @param {string} device @param {any} note */
export function photoOf(site, device, note) {
  return `/api/v1/sites/${site}/devices/${device}/notes/${note.id}/photo`;
}

/** Of a photo whose time was over. @param {any} note @param {string} site */
export function photoGone(note, site) {
  return note.photoGone ? html`<p class="quiet small">${t('notes.photoGone', { when: moment(note.photoGone, zoneOf(site)) })}</p>` : nothing;
}

/** @param {any[]} items @param {string} site @param {string} device */
export function timeline(items, site, device) {
  return items.length
    ? html`<ol class="timeline">${groups(items).map((one) => html`<li>${one.events ? html`<gh-event-list .events=${one.events}></gh-event-list>` : html`<div class="card is-${one.kind}">${line(one, site, device)}</div>`}</li>`)}</ol>`
    : html`<p class="notice">${t('events.none')}</p>`;
}
