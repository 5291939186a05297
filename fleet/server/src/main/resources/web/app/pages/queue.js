// The queue: what is on its way to devices, what waits for a second person, and how the rest ended.
// @ts-check
import { ago, busy, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { commandChip } from '../lib/says.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';

const STATES = ['QUEUED', 'ACCEPTED', 'SENT', 'ACKNOWLEDGED', 'DONE', 'FAILED', 'EXPIRED'];
const EVERY_MILLIS = 5000;

class Queue extends Page {
  static properties = { who: { attribute: false }, commands: { state: true }, jobs: { state: true }, filter: { state: true } };

  constructor() {
    super();
    this.who = null;
    /** @type {any[]} */
    this.commands = [];
    /** @type {any[]} */
    this.jobs = [];
    /** @type {Record<string, string>} */
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('commands', () => this.read());
    this.every(EVERY_MILLIS, () => this.read());
  }

  async load() {
    const [commands, jobs] = await Promise.all([
      api.get(`/commands${query({ open: this.filter.state || this.filter.job ? '' : 'true', ...this.filter, limit: 200 })}`),
      api.get('/jobs?limit=20'),
    ]);
    this.commands = commands.items;
    this.jobs = jobs.items;
  }

  /** @param {string} state */
  choose(state) {
    this.filter = state ? { state } : {};
    history.replaceState(null, '', `/queue${query(this.filter)}`);
    this.read();
  }

  /** @param {any} job @param {boolean} agreed */
  async decide(job, agreed) {
    await this.attempt(async () => {
      await api.post(`/sites/${job.site}/jobs/${job.id}/decision`, { agreed });
      await this.load();
    });
  }

  render() {
    const waiting = this.jobs.filter((one) => one.state === 'WAITING');
    const others = this.jobs.filter((one) => one.state !== 'WAITING');
    return html`${this.head('nav.queue')}
      ${waiting.length ? html`<section class="stack" aria-labelledby="waits"><h2 id="waits">${t('queue.second')}</h2><ul class="attention">${waiting.map((one) => this.job(one))}</ul></section>` : nothing}
      <form class="filters" role="search" @submit=${(/** @type {Event} */ e) => e.preventDefault()}><label class="field">${t('queue.state')}<select @change=${(/** @type {any} */ e) => this.choose(e.target.value)}>
        <option value="">${t('queue.open')}</option>${STATES.map((state) => html`<option value=${state} ?selected=${this.filter.state === state}>${t(`command.state.${state}`)}</option>`)}</select></label></form>
      ${this.loading ? busy() : this.commands.length ? html`<ul class="commands card" aria-live="polite">${repeat(this.commands, (one) => one.id, (one) => this.line(one))}</ul>` : html`<p class="notice good"><span aria-hidden="true">✓ </span>${t('queue.none')}</p>`}
      ${others.length ? html`<section class="stack" aria-labelledby="jobs"><h2 id="jobs">${t('queue.jobs')}</h2><ul class="attention">${others.map((one) => this.job(one))}</ul></section>` : nothing}`;
  }

  /** @param {any} one */
  line(one) {
    const zone = zoneOf(one.site);
    return html`<li><div class="spread"><strong>${t(`command.type.${one.type}`)} · <a href=${one.device === one.gateway ? '/gateways' : `/devices/${one.site}/${one.device}`}>${one.device}</a></strong>${commandChip(one.state)}</div>
      <p class="quiet small">${one.site} · ${one.operator} · <time datetime=${one.issuedAt} title=${moment(one.issuedAt, zone)}>${ago(one.issuedAt)}</time> · ${t('queue.until', { when: moment(one.expiresAt, zone) })}${one.reason ? ` · ${one.reason}` : ''}${one.message ? ` · ${one.message}` : ''}</p></li>`;
  }

  /** @param {any} one */
  job(one) {
    const tally = Object.entries(one.tally).map(([state, count]) => `${t(`command.state.${state}`)} ${count}`).join(' · ');
    return html`<li class="card stack"><div class="spread"><strong>${t(`command.type.${one.type}`)} · ${t('rollout.devices', { count: one.devices.length })}</strong><span class="chip ${one.state === 'WAITING' ? 'warn' : ''}">${t(`jobState.${one.state}`)}</span></div>
      <p>${one.reason}</p><p class="quiet small">${one.site} · ${one.madeBy}${one.decidedBy ? ` · ${t('queue.by', { who: one.decidedBy })}` : ''}${tally ? ` · ${tally}` : ''} · ${one.devices.slice(0, 12).join(', ')}</p>
      ${one.state === 'WAITING' ? html`<div class="row">${one.madeBy === this.who?.user ? html`<span class="quiet small">${t('queue.notYou')}</span>` : html`<button class="primary" @click=${() => this.decide(one, true)}>${t('queue.agree')}</button>`}<button @click=${() => this.decide(one, false)}>${t('queue.refuse')}</button></div>` : html`<p><a href="/queue?job=${one.id}">${t('queue.itsCommands')}</a></p>`}</li>`;
  }
}

customElements.define('gh-queue', Queue);
