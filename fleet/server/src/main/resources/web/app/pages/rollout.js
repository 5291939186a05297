// One rollout: a bar for each wave, its devices, what happened, and what may be done about it.
// @ts-check
import { ago, busy, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';
import { unitWord, waveBar } from '../parts/wave-bar.js';
import { phaseChip } from './rollouts.js';

/** What may be done when. @type {Record<string, string[]>} */
const WISHES = {
  WAITING: ['APPROVE', 'STOP'],
  RUNNING: ['PAUSE', 'ROLL_BACK', 'STOP'],
  PAUSED: ['RESUME', 'RETRY_FAILED', 'ROLL_BACK', 'STOP'],
  STOPPED: ['RETRY_FAILED', 'ROLL_BACK'],
  DONE: ['RETRY_FAILED', 'ROLL_BACK'],
  ROLLING_BACK: ['STOP'],
  ROLLED_BACK: [],
};
/** The list of devices follows, but not each of a thousand changes. */
const LINGER_MILLIS = 2000;

class Rollout extends Page {
  static properties = { rollout: { attribute: false }, it: { state: true }, devices: { state: true } };

  constructor() {
    super();
    this.rollout = '';
    this.it = null;
    /** @type {any[]} */
    this.devices = [];
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.soon = undefined;
    this.readAt = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('rollouts', ({ items }) => this.told(items.find((/** @type {any} */ one) => one.id === this.rollout)));
    this.endings.push(() => clearTimeout(this.soon));
    const moved = () => this.read();
    window.addEventListener('gh-place', moved);
    this.endings.push(() => window.removeEventListener('gh-place', moved));
  }

  /** Bars and phase change where they are, at once; devices and notes with the first change, then every two seconds at most. @param {any} news */
  told(news) {
    if (!news) {
      return;
    }
    if (!news.gone && this.it) {
      this.it = { ...this.it, ...news };
    }
    if (!this.soon) {
      this.soon = setTimeout(() => {
        this.soon = undefined;
        this.readAt = Date.now();
        this.read();
      }, Math.max(0, this.readAt + LINGER_MILLIS - Date.now()));
    }
  }

  filter() {
    const params = new URLSearchParams(location.search);
    return { wave: params.get('wave') ?? '', state: params.get('state') ?? '' };
  }

  async load() {
    const [it, devices] = await Promise.all([
      api.get(`/rollouts/${this.rollout}`),
      api.get(`/rollouts/${this.rollout}/devices${query({ ...this.filter(), limit: 200 })}`),
    ]);
    this.it = it;
    this.devices = devices.items;
  }

  /** @param {string} wish */
  async ask(wish) {
    const reason = /** @type {HTMLInputElement|null} */ (this.querySelector('input[name=reason]'))?.value.trim();
    await this.attempt(async () => {
      await api.post(`/rollouts/${this.rollout}/wishes`, { wish, ...(reason ? { reason } : {}) });
      await this.load();
    });
  }

  render() {
    const { it } = this;
    if (!it) {
      return html`<h1 tabindex="-1">${t('nav.rollouts')}</h1>${this.loading ? busy() : this.problemLine()}`;
    }
    return html`<p><a href="/rollouts">← ${t('nav.rollouts')}</a></p>
      <div class="spread page-head"><div><h1 tabindex="-1">${it.name}</h1>
        <p class="quiet">${[it.product, it.target, it.why].filter(Boolean).join(' · ')}</p></div>${phaseChip(it)}</div>
      ${this.problemLine()}
      ${it.reason ? html`<p class="notice ${it.phase === 'DONE' ? '' : 'warn'}">${t(`rolloutWhy.${it.reason}`)}</p>` : nothing}
      ${this.wishes(it)}
      <section class="card stack" aria-labelledby="waves"><h2 id="waves">${t('rollout.waves')}</h2>
        <ol class="waves" aria-live="polite">${it.waves.map((/** @type {any} */ wave, /** @type {number} */ i) => waveBar(it.id, i, wave, it.phase === 'RUNNING' && it.wave === i))}</ol>
        <p class="quiet small">${t('rollout.limits', { errors: it.plan.errorPercent, silence: it.plan.silencePercent, success: it.plan.successPercent })}</p></section>
      <div class="columns">${this.health(it)}${this.notes(it)}</div>
      ${this.list()}`;
  }

  /** @param {any} it */
  wishes(it) {
    const may = WISHES[it.phase] ?? [];
    if (!may.length) {
      return nothing;
    }
    return html`<section class="card stack" aria-label=${t('rollout.act')}>
      ${it.phase === 'WAITING' ? html`<p>${t('rollout.second', { who: it.madeBy })}</p>` : nothing}
      <label class="field">${t('command.reason')}<input name="reason" maxlength="500"></label>
      <div class="row">${may.map((wish) => html`<button class=${wish === 'APPROVE' ? 'primary' : wish === 'ROLL_BACK' || wish === 'STOP' ? 'danger' : ''} @click=${() => this.ask(wish)}>${t(`wish.${wish}`)}</button>`)}</div></section>`;
  }

  /** @param {any} it */
  health(it) {
    const { health } = it;
    return html`<section class="card stack" aria-labelledby="health"><h2 id="health">${t('rollout.health')}</h2>
      ${health?.devices ? html`<dl class="facts"><dt>${t('rollout.with')}</dt><dd>${health.devices}</dd><dt>${t('rollout.problems')}</dt><dd>${t('rollout.beforeNow', { before: health.problemsBefore, now: health.problemsNow })}</dd><dt>${t('rollout.starts')}</dt><dd>${health.startsSince}</dd></dl>` : html`<p class="quiet">${t('rollout.noHealth')}</p>`}</section>`;
  }

  /** @param {any} it */
  notes(it) {
    return html`<section class="card stack" aria-labelledby="notes"><h2 id="notes">${t('rollout.happened')}</h2>
      <ul class="commands">${(it.notes ?? []).map((/** @type {any} */ note) => html`<li><strong>${t(`rolloutNote.${note.code}`)}</strong>
        <span class="quiet small"><time datetime=${note.at} title=${moment(note.at)}>${ago(note.at)}</time>${note.who ? ` · ${note.who}` : ''}${note.detail ? ` · ${note.detail}` : ''}</span></li>`)}</ul></section>`;
  }

  list() {
    const { wave, state } = this.filter();
    const chosen = [wave === '' ? '' : this.it.waves[Number(wave)]?.name, state ? t(`unit.${state}`) : ''].filter(Boolean).join(' · ');
    return html`<section class="stack" aria-labelledby="devices"><div class="spread"><h2 id="devices">${t('nav.devices')}${chosen ? ` · ${chosen}` : ''}</h2>${chosen ? html`<a href="/rollouts/${this.rollout}">${t('page.all')}</a>` : nothing}</div>
      ${this.devices.length ? html`<ul class="devices">${repeat(this.devices, (one) => `${one.site}/${one.device}`, (one) => html`<li><a class="device card" href="/devices/${one.site}/${one.device}">
        <span class="who"><strong>${one.name ?? one.device}</strong><span class="quiet small">${one.site} · ${one.device}</span></span>
        <span class="chip">${unitWord(one.state)}</span><span class="quiet small">${this.why(one)}</span>
        <span class="small">${one.firmware ?? ''}</span><span class="small"><time datetime=${one.since} title=${moment(one.since, zoneOf(one.site))}>${ago(one.since)}</time></span></a></li>`)}</ul>` : html`<p class="notice">${t('devices.none')}</p>`}</section>`;
  }

  /** A code has a word; what the device said stays as it said it. @param {any} one */
  why(one) {
    return one.note ? (/^[A-Z_]+$/.test(one.note) ? t(`unitNote.${one.note}`) : one.note) : '';
  }
}

customElements.define('gh-rollout', Rollout);
