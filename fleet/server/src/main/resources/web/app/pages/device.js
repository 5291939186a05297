// One device: how it is, what can be asked of it and how far that got, what it measures, what happened.
// @ts-check
import { ago, busy, clock, html, moment, nothing, repeat, t, zoneMark } from '/kit/kit.js';
import { api, may } from '../lib/api.js';
import { look, sentence, stateChip } from '../lib/alarms.js';
import { serviceChip } from '../lib/commission.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';
import { commandChip, presenceChip, presenceReason } from '../lib/says.js';
import '../parts/notes.js';
import { timeline } from '../parts/timeline.js';
import '../parts/diagnosis.js';
import '../parts/why-offline.js';
import '../parts/device-health.js';
import '../parts/twin.js';

const ASKS = ['UnlockDoor', 'Identify', 'Reboot'];
const EXPIRES_SECONDS = 60;

class Device extends Page {
  static properties = {
    who: { attribute: false }, site: { attribute: false }, device: { attribute: false }, it: { state: true }, commands: { state: true },
    alarms: { state: true }, events: { state: true }, metrics: { state: true }, merged: { state: true }, asking: { state: true },
  };

  constructor() {
    super();
    /** @type {any} */
    this.who = null;
    this.site = '';
    this.device = '';
    this.it = null;
    /** @type {any[]} */
    this.commands = [];
    /** @type {any[]} */
    this.alarms = [];
    /** @type {any[]} */
    this.events = [];
    /** @type {any[]} */
    this.metrics = [];
    /** @type {any[]} */
    this.merged = [];
    this.asking = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('devices', ({ items }) => { this.it = items.find((/** @type {any} */ one) => this.is(one, one.id) && !one.gone) ?? this.it; });
    this.hear('commands', ({ items }) => items.filter((/** @type {any} */ one) => this.is(one, one.device)).forEach((/** @type {any} */ one) => this.keep(one)));
    this.hear('alarms', ({ items }) => { if (items.some((/** @type {any} */ one) => this.is(one, one.device))) { this.read(); } });
    this.hear('events', ({ items }) => {
      const mine = items.filter((/** @type {any} */ one) => this.is(one, one.device)).reverse();
      this.events = [...mine, ...this.events].slice(0, 50);
      this.merged = [...mine.map((/** @type {any} */ event) => ({ kind: 'EVENT', at: event.fleetTime, event })), ...this.merged].slice(0, 80);
    });
  }

  /** @param {any} thing @param {string} device */
  is(thing, device) {
    return thing.site === this.site && device === this.device;
  }

  path() {
    return `/sites/${this.site}/devices/${this.device}`;
  }

  async load() {
    this.it = await api.get(this.path());
    const [commands, events, metrics, alarms] = await Promise.all([
      api.get(`${this.path()}/commands?limit=5`),
      api.get(`/events?site=${this.site}&device=${this.device}&limit=20`),
      api.get(`${this.path()}/metrics`).catch((refused) => refused.code === 'TELEMETRY_AWAY' ? { items: [] } : Promise.reject(refused)),
      api.get(`/sites/${this.site}/devices/${this.device}/timeline?limit=200`).catch(() => ({ items: [] })),
    ]);
    this.merged = alarms.items.slice(0, 80);
    this.alarms = alarms.items.filter((/** @type {any} */ one) => one.kind === 'ALARM').map((/** @type {any} */ one) => one.alarm);
    this.commands = commands.items;
    this.events = events.items;
    if (metrics.items.length) {
      // the plots are a large part of the console, and most pages need none; known before they are drawn
      await import('../parts/plots.js');
    }
    this.metrics = metrics.items;
  }

  /** What was noted stands among what happened. */
  async again() {
    const { items } = await api.get(`${this.path()}/timeline?limit=80`).catch(() => ({ items: this.merged }));
    this.merged = items;
  }

  /** @param {any} command */
  keep(command) {
    const others = this.commands.filter((one) => one.id !== command.id);
    this.merged = this.merged.map((one) => (one.kind === 'COMMAND' && one.command.id === command.id ? { ...one, command } : one));
    this.commands = [command, ...others].sort((a, b) => b.issuedAt.localeCompare(a.issuedAt)).slice(0, 5);
  }

  /** @param {string} type */
  async ask(type) {
    this.asking = type;
    await this.updateComplete;
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector('dialog.ask'));
    dialog.showModal();
  }

  /** @param {Event} submit */
  async order(submit) {
    submit.preventDefault();
    const reason = String(new FormData(/** @type {HTMLFormElement} */ (submit.target)).get('reason') ?? '');
    const order = { type: this.asking, idempotencyKey: key(), expiresInSeconds: EXPIRES_SECONDS, ...(reason ? { reason } : {}) };
    this.closeAsk();
    await this.attempt(async () => this.keep(await api.post(`${this.path()}/commands`, order)));
  }

  closeAsk() {
    /** @type {HTMLDialogElement|null} */ (this.querySelector('dialog.ask'))?.close();
  }

  render() {
    const { it } = this;
    if (!it) {
      return html`<h1 tabindex="-1">${this.device}</h1>${this.loading ? busy() : this.problemLine()}`;
    }
    return html`
      <p><a href="/devices">← ${t('nav.devices')}</a></p>
      <div class="spread page-head"><div><h1 tabindex="-1">${it.name}</h1>
        <p class="quiet">${[t(`kind.${it.kind}`), it.place, it.site, it.id].filter(Boolean).join(' · ')}</p>
        ${it.service ? html`<p><a href=${`/commission/${it.site}/${it.id}`}>${serviceChip(it.service)}</a></p>` : nothing}</div>
        <div class="row">${ASKS.map((type) => html`<button @click=${() => this.ask(type)}>${t(`command.type.${type}`)}</button>`)}</div></div>
      ${this.problemLine()}
      <div class="columns">
        <section class="card stack" aria-labelledby="how"><div class="spread"><h2 id="how">${t('device.how')}</h2>${presenceChip(it)}</div>${this.facts(it)}<gh-device-health .path=${this.path()} .zone=${zoneOf(this.site)}></gh-device-health></section>
        <section class="card stack" aria-labelledby="asked"><h2 id="asked">${t('device.commands')}</h2>${this.commandList()}</section>
      </div>
      <gh-why-offline .path=${this.path()}></gh-why-offline>
      <section class="card stack" aria-label=${t('twin.title')}><gh-twin .site=${this.site} .device=${this.device}></gh-twin></section>
      <section class="card stack" aria-labelledby="measures"><h2 id="measures">${t('device.measures')}</h2>
        ${this.metrics.length ? html`<gh-plots .path=${this.path()} .zone=${zoneOf(this.site)}></gh-plots>` : html`<p class="quiet">${t('device.noMeasures')}</p>`}</section>
      ${this.alarms.length ? html`<section class="stack" aria-labelledby="had"><h2 id="had">${t('nav.alarms')}</h2><ul class="attention">${this.alarms.map((one) => html`<li class="card problem ${look(one.severity)}"><div class="spread"><a href="/alarms/${one.site}/${one.id}">${sentence(one)}</a>${stateChip(one)}</div>
        <p class="quiet small"><time datetime=${one.since} title=${moment(one.since, zoneOf(one.site))}>${ago(one.since)}</time></p></li>`)}</ul></section>` : nothing}
      <section class="card stack" aria-labelledby="noted"><h2 id="noted">${t('notes.title')}</h2><gh-notes class="stack" .site=${this.site} .device=${this.device} .name=${it.name} .user=${this.who?.user ?? ''} .writes=${may(this.who, ['admin', 'operator', 'technician'])} .deletes=${may(this.who, ['admin'])} @noted=${() => this.again()}></gh-notes></section>
      <section class="stack" aria-labelledby="happened"><h2 id="happened">${t('device.timeline')}</h2>${timeline(this.merged, this.site, this.device)}</section>
      ${this.askDialog()}`;
  }

  /** @param {any} it */
  facts(it) {
    /** @type {Array<[string, any]>} */
    const facts = [
      ['device.why', presenceReason(it)],
      ['device.lastHeard', it.lastHeard ? html`<time datetime=${it.lastHeard}>${moment(it.lastHeard, zoneOf(it.site))}</time> (${ago(it.lastHeard)})` : ''],
      ['device.session', it.session],
      ['device.gateway', it.gateway ? html`<a href="/gateways">${it.gateway}</a>` : ''],
      ['device.heartbeat', t('device.seconds', { count: it.heartbeatSeconds })],
      ['device.refused', it.refused ? `${it.refused} (${it.lastRefusal ?? ''})` : ''],
      ...Object.entries(it.state ?? {})
        .filter(([name, value]) => !['bootId', 'seq', 'time', 'replayed'].includes(name) && typeof value !== 'object')
        .map(([name, value]) => /** @type {[string, any]} */ ([`state.${name}`, String(value)])),
    ];
    return html`<dl class="facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${t(name)}</dt><dd>${value}</dd>`)}</dl>`;
  }

  commandList() {
    if (!this.commands.length) {
      return html`<p class="quiet">${t('device.noCommands')}</p>`;
    }
    return html`<ul class="commands" aria-live="polite">${repeat(this.commands, (one) => one.id, (one) => html`
      <li><div class="spread"><strong>${t(`command.type.${one.type}`)}</strong>${commandChip(one.state)}</div>
        <ol class="steps">${one.steps.map((/** @type {any} */ step) => html`<li><span>${t(`command.state.${step.state}`)}</span> <time class="quiet small" datetime=${step.at}>${clock(step.at, zoneOf(one.site))} ${zoneMark(step.at, zoneOf(one.site))}</time></li>`)}</ol>
        <p class="quiet small">${one.operator}${one.reason ? ` · ${one.reason}` : ''}${one.message ? ` · ${one.message}` : ''}</p></li>`)}</ul>`;
  }

  askDialog() {
    if (!this.asking) {
      return nothing;
    }
    return html`<dialog class="ask" aria-labelledby="ask-title" @close=${() => { this.asking = ''; }}>
      <form class="stack" @submit=${(/** @type {Event} */ e) => this.order(e)}>
        <h2 id="ask-title">${t(`command.type.${this.asking}`)}: ${this.it.name}</h2>
        <p>${t(`command.what.${this.asking}`)}</p>
        <label class="field">${t('command.reason')}<input name="reason" maxlength="500" ?required=${this.asking === 'UnlockDoor'} autofocus></label>
        <div class="row"><button class="primary">${t('command.send')}</button><button type="button" @click=${() => this.closeAsk()}>${t('page.cancel')}</button></div>
      </form></dialog>`;
  }
}

/** A key that nobody else makes, also where the page is not served securely. */
function key() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

customElements.define('gh-device', Device);
