// Rollouts: what is on its way to devices in waves, and a new one, which is looked at before it is made.
// @ts-check
import { ago, busy, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { fields } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { go } from '../lib/route.js';
import { waveBar } from '../parts/wave-bar.js';

/** @type {Record<string, string>} */
const LOOK = { DONE: 'good', ROLLED_BACK: 'bad', ROLLING_BACK: 'bad', STOPPED: 'warn', PAUSED: 'warn', WAITING: 'warn', RUNNING: '' };

/** @param {any} rollout */
export function phaseChip(rollout) {
  return html`<span class="chip ${LOOK[rollout.phase] ?? ''}">${t(`phase.${rollout.phase}`)}</span>`;
}

class Rollouts extends Page {
  static properties = { items: { state: true }, artifacts: { state: true }, preview: { state: true }, making: { state: true }, came: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.items = [];
    /** @type {any[]} */
    this.artifacts = [];
    this.preview = null;
    this.making = false;
    /** New ones, until somebody wants to see them. @type {Set<string>} */
    this.came = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('rollouts', ({ items }) => this.changed(items));
  }

  /** @param {any[]} items */
  changed(items) {
    const news = new Map(items.filter((one) => !one.gone).map((one) => [one.id, one]));
    this.items = this.items.map((one) => (news.has(one.id) ? { ...one, ...news.get(one.id) } : one));
    const known = new Set(this.items.map((one) => one.id));
    this.came = new Set([...this.came, ...[...news.keys()].filter((id) => !known.has(id))]);
  }

  async load() {
    const [rollouts, artifacts] = await Promise.all([api.get('/rollouts'), api.get('/artifacts')]);
    this.items = rollouts.items;
    this.artifacts = artifacts.items;
    this.came = new Set();
  }

  /** @param {HTMLFormElement} form */
  wish(form) {
    const said = fields(/** @type {any} */ ({ target: form }));
    const number = (/** @type {string} */ name) => (said[name] ? Number(said[name]) : undefined);
    const shares = String(said.shares).split(/[,，\s]+/).map(Number).filter((one) => one > 0 && one <= 100);
    const first = said.first ? [{ name: String(said.first).slice(0, 60), query: said.first }] : [];
    const waves = [...first, ...[...new Set([...shares, 100])].map((percent) => ({ name: `${percent} %`, percent }))];
    const settings = said.settings ? JSON.parse(said.settings) : undefined;
    return {
      name: said.name, why: said.why, ...(said.artifact ? { artifact: said.artifact } : {}), ...(settings ? { settings } : {}),
      target: { ...(said.kind ? { kind: said.kind } : {}), ...(said.text ? { text: said.text } : {}), ...(said.query ? { query: said.query } : {}) },
      course: {
        waves,
        errorPercent: number('errors'), silencePercent: number('silence'),
        times: { soakSeconds: (number('soak') ?? 30) * 60, ...(said.from && said.to ? { from: said.from, to: said.to } : {}) },
        care: { approval: said.approval, onBreach: said.breach },
      },
    };
  }

  /** @param {SubmitEvent} submit */
  async send(submit) {
    submit.preventDefault();
    const makes = /** @type {HTMLButtonElement} */ (submit.submitter).value === 'make';
    await this.attempt(async () => {
      const wish = this.wish(/** @type {HTMLFormElement} */ (submit.target));
      if (makes) {
        go(`/rollouts/${(await api.post('/rollouts', wish)).id}`);
      } else {
        this.preview = await api.post('/rollouts/preview', wish);
      }
    });
  }

  render() {
    const ask = html`<button class="primary" aria-expanded=${this.making} @click=${() => { this.making = !this.making; }}>${t('rollouts.new')}</button>`;
    return html`${this.head('nav.rollouts', html`<div class="row"><a class="button" href="/firmware">${t('nav.firmware')}</a>${ask}</div>`)}
      ${this.making ? this.form() : nothing}
      ${this.came.size ? html`<p><button class="primary" @click=${() => this.read()}>${t('rollouts.news', { count: this.came.size })}</button></p>` : nothing}
      ${this.loading ? busy() : this.items.length ? html`<ul class="backlog">${repeat(this.items, (one) => one.id, (one) => this.card(one))}</ul>` : html`<p class="notice">${t('rollouts.none')}</p>`}`;
  }

  /** @param {any} one */
  card(one) {
    return html`<li class="card stack" aria-labelledby="ro-${one.id}"><div class="spread"><div><h2 id="ro-${one.id}"><a href="/rollouts/${one.id}">${one.name}</a></h2>
        <p class="quiet small">${[one.product, one.target, one.madeBy].filter(Boolean).join(' · ')} · <time datetime=${one.madeAt} title=${moment(one.madeAt)}>${ago(one.madeAt)}</time></p></div>${phaseChip(one)}</div>
      ${one.reason ? html`<p>${t(`rolloutWhy.${one.reason}`)}</p>` : nothing}
      <ol class="waves">${one.waves.map((/** @type {any} */ wave, /** @type {number} */ i) => waveBar(one.id, i, wave, one.phase === 'RUNNING' && one.wave === i))}</ol></li>`;
  }

  form() {
    return html`<form class="card stack" @submit=${(/** @type {SubmitEvent} */ e) => this.send(e)}>
      <h2>${t('rollouts.new')}</h2>
      <label class="field">${t('rollouts.name')}<input name="name" required maxlength="100"></label>
      <label class="field">${t('rollouts.why')}<input name="why" required maxlength="500"></label>
      <div class="filters">
        <label class="field">${t('rollouts.artifact')}<select name="artifact"><option value="">${t('rollouts.noArtifact')}</option>${this.artifacts.map((one) => html`<option value=${one.sha256}>${one.product} ${one.version}</option>`)}</select></label>
        <label class="field">${t('rollouts.settings')}<input name="settings" placeholder='{"volume": 40}'></label>
        <label class="field">${t('devices.kind')}<select name="kind"><option value="">${t('page.all')}</option>${['TURNSTILE', 'READER', 'DOOR_SENSOR', 'CHECKPOINT', 'CAMERA', 'FIRE_PANEL'].map((kind) => html`<option value=${kind}>${t(`kind.${kind}`)}</option>`)}</select></label>
        <label class="field">${t('devices.search')}<input name="text" maxlength="100"></label>
        <label class="field">${t('rollouts.query')}<input name="query" maxlength="1000" placeholder="fw:<2.4 battery:>20"></label>
      </div>
      <div class="filters">
        <label class="field">${t('rollouts.firstQuery')}<input name="first" maxlength="1000" placeholder="group:pilot"></label>
        <label class="field">${t('rollouts.shares')}<input name="shares" value="1, 10, 100" required></label>
        <label class="field">${t('rollouts.errors')}<input name="errors" type="number" min="0" max="100" value="2"></label>
        <label class="field">${t('rollouts.silence')}<input name="silence" type="number" min="0" max="100" value="2"></label>
        <label class="field">${t('rollouts.soak')}<input name="soak" type="number" min="0" max="10000" value="30"></label>
        <label class="field">${t('rollouts.from')}<input name="from" type="time"></label>
        <label class="field">${t('rollouts.to')}<input name="to" type="time"></label>
        <label class="field">${t('rollouts.approval')}<select name="approval">${['START', 'EACH_WAVE', 'NONE'].map((one) => html`<option value=${one}>${t(`approval.${one}`)}</option>`)}</select></label>
        <label class="field">${t('rollouts.breach')}<select name="breach">${['ROLL_BACK', 'PAUSE'].map((one) => html`<option value=${one}>${t(`breach.${one}`)}</option>`)}</select></label>
      </div>
      <div class="row"><button value="look">${t('rollouts.look')}</button><button class="primary" value="make" ?disabled=${!this.preview}>${t('rollouts.make')}</button></div>
      ${this.preview ? this.seen(this.preview) : html`<p class="quiet small">${t('rollouts.lookFirst')}</p>`}</form>`;
  }

  /** Whom it touches, what differs, what it interrupts. @param {any} preview */
  seen(preview) {
    return html`<div class="stack" role="status"><p><strong>${t('rollouts.touches', { count: preview.devices })}</strong> ${t('rollouts.counts', { same: preview.same, away: preview.away, only: preview.onlyLanes })}</p>
      ${preview.emergencies.length ? html`<p class="notice warn">${t('rollouts.emergencies', { sites: preview.emergencies.join(', ') })}</p>` : nothing}
      <div class="scroll" tabindex="0" role="region" aria-label=${t('rollouts.look')}><table><thead><tr><th scope="col">${t('rollouts.device')}</th><th scope="col">${t('rollouts.wave')}</th><th scope="col">${t('rollouts.differs')}</th><th scope="col">${t('rollouts.interrupts')}</th></tr></thead>
        <tbody>${preview.items.map((/** @type {any} */ one) => html`<tr><td><a href="/devices/${one.site}/${one.device}">${one.name}</a></td><td>${preview.plan.waves[one.wave]}</td>
          <td>${Object.entries(one.differs).map(([name, both]) => `${name}: ${/** @type {any} */ (both).is ?? '–'} → ${/** @type {any} */ (both).wanted}`).join(', ') || t('rollouts.same')}</td>
          <td>${one.onlyLane ? t('rollouts.onlyLane') : one.interrupts ? t('rollouts.lane') : '–'}</td></tr>`)}</tbody></table></div></div>`;
  }
}

customElements.define('gh-rollouts', Rollouts);
