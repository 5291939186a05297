// Plans of floors: how everything on a floor is, where it is; or when each checkpoint was visited last. The table says the same.
// @ts-check
import { busy, html, nothing, repeat, t } from '/kit/kit.js';
import { api, may, query } from '../lib/api.js';
import { fields, siteChoice, siteOf } from '../lib/access.js';
import { severityChip } from '../lib/alarms.js';
import { expected, keyOf, pinOf, visitChip, visited } from '../lib/plans.js';
import { Page } from '../lib/page.js';
import { go } from '../lib/route.js';
import { presenceChip, presenceReason } from '../lib/says.js';
import '../parts/plan-form.js';

const VISITS_EVERY = 20_000;
const ROUNDS = ['admin', 'operator', 'viewer', 'auditor', 'guard', 'gate-post'];
const ALARMS = ['admin', 'operator', 'viewer', 'auditor', 'gate-post', 'technician'];
const SHOWS = ['devices', 'patrol'];

class Plans extends Page {
  static properties = {
    who: { attribute: false }, site: { attribute: false }, plan: { attribute: false }, show: { state: true }, plans: { state: true }, places: { state: true }, waiting: { state: true },
    visits: { state: true }, arranging: { state: true }, said: { state: true }, form: { state: true }, taking: { state: true },
  };

  constructor() {
    super();
    /** @type {any} */
    this.who = null;
    this.site = '';
    this.plan = '';
    const show = new URLSearchParams(location.search).get('show') ?? '';
    this.show = SHOWS.includes(show) ? show : 'devices';
    /** @type {any[]} */
    this.plans = [];
    /** @type {any[]} */
    this.places = [];
    /** @type {any[]} */
    this.waiting = [];
    /** @type {any[]} */
    this.visits = [];
    this.arranging = false;
    this.said = '';
    this.form = '';
    this.taking = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('devices', ({ items }) => this.changed(items));
    this.hear('alarms', ({ items }) => items.some((/** @type {any} */ one) => one.gone || one.site === this.site) && this.current() && this.again().catch(() => {}));
    this.hear('rounds', ({ items }) => items.some((/** @type {any} */ one) => one.site === this.site) && this.look());
    this.every(VISITS_EVERY, () => this.look());
  }

  /** Another site or plan under the same address. @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (this.hasUpdated && (changed.has('site') || changed.has('plan'))) {
      this.show = new URLSearchParams(location.search).get('show') === 'patrol' ? 'patrol' : 'devices';
      this.said = '';
      this.read();
    }
  }

  /** @returns {any} */
  current() {
    return this.plans.find((one) => one.id === this.plan) ?? this.plans[0];
  }

  path() {
    return `/sites/${this.site}/plans/${this.current()?.id}`;
  }

  async load() {
    this.site = siteOf(this.site);
    if (!this.site) {
      return;
    }
    // the drawing of plans is a large part of the console, and other pages need none
    await import('../parts/floor-map.js');
    this.plans = (await api.get(`/sites/${this.site}/plans`)).items;
    if (this.current()) {
      const { items, waiting } = await api.get(`${this.path()}/places`);
      this.places = items;
      this.waiting = waiting;
    }
    await this.look();
  }

  /** When checkpoints were visited; only who may see rounds is told. */
  async look() {
    if (this.show === 'patrol' && this.site && may(this.who, ROUNDS)) {
      this.visits = (await api.get(`/sites/${this.site}/patrol-visits`).catch(() => ({ items: this.visits }))).items;
    }
  }

  /** Devices that are otherwise than they were; everything keeps its place. @param {any[]} items */
  changed(items) {
    const news = new Map(items.filter((one) => one.site === this.site && !one.gone).map((one) => [one.id, one]));
    if (this.places.some((one) => one.kind === 'DEVICE' && news.has(one.id))) {
      this.places = this.places.map((one) => (one.kind === 'DEVICE' && news.has(one.id) ? { ...one, device: news.get(one.id) } : one));
    }
  }

  /** What is shown: with rounds the checkpoints alone. */
  shown() {
    return this.show === 'patrol' ? this.places.filter((one) => one.kind === 'CHECKPOINT') : this.places;
  }

  /** @param {any} place */
  visit(place) {
    return this.show === 'patrol' && place.kind === 'CHECKPOINT' ? this.visits.find((one) => one.checkpoint === place.id) : undefined;
  }

  /** @param {string} site @param {string} plan @param {string} show */
  address(site, plan, show) {
    return `/plans/${site}${plan ? `/${plan}` : ''}${query({ show: show === 'devices' ? '' : show })}`;
  }

  /** @param {Event} changed */
  choose(changed) {
    go(this.address(/** @type {HTMLSelectElement} */ (changed.target).value, '', this.show));
  }

  /** @param {string} key */
  open(key) {
    const [kind, id] = key.split('/');
    const visit = this.visits.find((one) => one.checkpoint === id);
    go(kind === 'devices' ? `/devices/${this.site}/${id}` : `/patrol${query({ site: this.site, round: visit?.missedIn ?? visit?.round ?? visit?.dueIn })}`);
  }

  /** @param {string} key @param {number} x @param {number} y */
  async move(key, x, y) {
    await this.attempt(async () => {
      await api.put(`${this.path()}/places/${key}`, { x, y });
      await this.again();
      this.said = t('plans.moved', { name: this.places.find((one) => keyOf(one) === key)?.name ?? key, x: percent(x), y: percent(y) });
    });
  }

  async again() {
    const { items, waiting } = await api.get(`${this.path()}/places`);
    this.places = items;
    this.waiting = waiting;
  }

  /** @param {any} place */
  takeOff(place) {
    return this.attempt(async () => {
      await api.remove(`${this.path()}/places/${keyOf(place)}`);
      await this.again();
      this.said = t('plans.takenOff', { name: place.name });
    });
  }

  /** A click on the plan puts there what was chosen in the list. @param {any} at */
  pointed(at) {
    if (this.arranging && this.taking) {
      this.move(this.taking, at.x, at.y);
      this.taking = '';
    }
  }

  /** By its figures, without a mouse. @param {Event} submit */
  figures(submit) {
    submit.preventDefault();
    const said = fields(submit);
    return this.move(said.key, Number(said.x) / 100, Number(said.y) / 100);
  }

  render() {
    if (!this.site && !this.loading) {
      return html`${this.head('nav.plans')}<p class="notice">${t('people.noSite')}</p>`;
    }
    const plan = this.current();
    const keeps = may(this.who, ['admin', 'operator']);
    return html`${this.head('nav.plans', keeps ? html`<span class="row"><button @click=${() => { this.form = 'new'; }}>${t('plans.new')}</button>${plan ? html`<button @click=${() => { this.form = plan.id; }}>${t('plans.edit')}</button>` : nothing}</span>` : nothing)}
      <div class="filters" @change=${(/** @type {Event} */ e) => this.choose(e)}>${siteChoice(this.site)}</div>
      ${this.form ? html`<gh-plan-form .site=${this.site} .plan=${this.form === 'new' ? null : plan} @kept=${(/** @type {any} */ e) => this.kept(e.detail)} @over=${() => { this.form = ''; }}></gh-plan-form>` : nothing}
      ${this.loading ? busy() : plan ? this.content(plan) : html`<section class="card stack"><p>${t('plans.none')}</p><p class="quiet">${t(keeps ? 'plans.noneKeeps' : 'plans.noneLooks')}</p></section>`}`;
  }

  /** @param {{ id: string, said: string }} kept */
  async kept({ id, said }) {
    this.form = '';
    this.plan = id;
    history.replaceState(null, '', this.address(this.site, id, this.show));
    await this.read();
    this.said = said;
  }

  /** @param {any} plan */
  content(plan) {
    const rounds = may(this.who, ROUNDS);
    const arranges = may(this.who, ['admin', 'operator', 'technician']) && this.show === 'devices';
    return html`<nav class="kinds" aria-label=${t('plans.which')}>${this.plans.map((one) => html`<a href=${this.address(this.site, one.id, this.show)} aria-current=${one.id === plan.id ? 'true' : 'false'}>${one.name}</a>`)}</nav>
      <div class="spread"><p class="quiet">${[plan.areaName ?? plan.area, plan.building, plan.floor].filter(Boolean).join(' · ')}</p>
        <span class="row">${rounds ? SHOWS.map((one) => html`<a class="button" href=${this.address(this.site, plan.id, one)} aria-current=${one === this.show ? 'true' : 'false'}>${t(`plans.show.${one}`)}</a>`) : nothing}
        ${arranges ? html`<button aria-pressed=${String(this.arranging)} @click=${() => { this.arranging = !this.arranging; this.taking = ''; }}>${t('plans.arrange')}</button>` : nothing}</span></div>
      <p class="quiet" role="status">${this.said || (this.arranging ? t(this.taking ? 'plans.pointNow' : 'plans.arrangeHow') : '')}</p>
      ${plan.picture ? html`<gh-floor-map class="stack" .src=${`/api/v1${this.path()}/picture?v=${plan.picture.sha256}`} .width=${plan.picture.width} .height=${plan.picture.height} .label=${plan.name}
        .pins=${this.shown().map((one) => pinOf(one, this.visit(one)))} .movable=${this.arranging && arranges}
        @chosen=${(/** @type {any} */ e) => this.open(e.detail.key)} @moved=${(/** @type {any} */ e) => this.move(e.detail.key, e.detail.x, e.detail.y)} @pointed=${(/** @type {any} */ e) => this.pointed(e.detail)}></gh-floor-map>` : html`<p class="notice">${t('plans.noPicture')}</p>`}
      ${this.arranging && arranges ? this.put() : nothing}
      ${this.show === 'patrol' ? this.visitTable() : this.table(this.arranging && arranges)}`;
  }

  /** What has no place yet, and figures for whoever points with none. */
  put() {
    return html`<form class="card filters" @submit=${(/** @type {Event} */ e) => this.figures(e)}>
      <label class="field">${t('plans.thing')}<select name="key" required .value=${this.taking} @change=${(/** @type {any} */ e) => { this.taking = e.target.value; }}><option value="">–</option>
        ${this.waiting.length ? html`<optgroup label=${t('plans.waiting')}>${this.waiting.map((one) => this.option(one))}</optgroup>` : nothing}
        ${this.places.length ? html`<optgroup label=${t('plans.placed')}>${this.places.filter((one) => !one.gone).map((one) => this.option(one))}</optgroup>` : nothing}</select></label>
      <label class="field">${t('plans.x')}<input name="x" type="number" min="0" max="100" step="0.1" required .value=${'50'}></label>
      <label class="field">${t('plans.y')}<input name="y" type="number" min="0" max="100" step="0.1" required .value=${'50'}></label>
      <button class="primary">${t('plans.put')}</button></form>`;
  }

  /** @param {any} one */
  option(one) {
    return html`<option value=${keyOf(one)}>${one.name} (${t(`plans.kind.${one.kind}`)}${one.here ? ` · ${t('plans.here')}` : ''})</option>`;
  }

  /** @param {boolean} arranging */
  table(arranging) {
    if (!this.places.length) {
      return html`<p class="quiet">${t('plans.empty')}</p>`;
    }
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('plans.table')}><table><caption class="visually-hidden">${t('plans.table')}</caption>
      <thead><tr><th scope="col">${t('plans.thing')}</th><th scope="col">${t('plans.kind')}</th><th scope="col">${t('plans.state')}</th><th scope="col">${t('nav.alarms')}</th><th scope="col">${t('device.why')}</th><th scope="col" class="number">${t('plans.x')}</th><th scope="col" class="number">${t('plans.y')}</th>${arranging ? html`<th scope="col"><span class="visually-hidden">${t('plans.takeOff')}</span></th>` : nothing}</tr></thead>
      <tbody>${repeat(this.places, keyOf, (one) => html`<tr><th scope="row">${one.gone ? one.name : html`<a href=${one.kind === 'DEVICE' ? `/devices/${this.site}/${one.id}` : `/patrol${query({ site: this.site })}`}>${one.name}</a>`}</th>
        <td>${one.device ? t(`kind.${one.device.kind}`) : t(`plans.kind.${one.kind}`)}</td><td>${one.gone ? html`<span class="chip warn">${t('plans.gone')}</span>` : one.device ? presenceChip(one.device) : '–'}</td><td>${one.alarms ? this.alarm(one) : '–'}</td><td>${one.device ? presenceReason(one.device) : ''}</td>
        <td class="number">${percent(one.x)}</td><td class="number">${percent(one.y)}</td>${arranging ? html`<td><button @click=${() => this.takeOff(one)} aria-label=${t('plans.takeOffName', { name: one.name })}>${t('plans.takeOff')}</button></td>` : nothing}</tr>`)}</tbody></table></div>`;
  }

  /** The worst one, and how many there are. @param {any} place */
  alarm({ alarms }) {
    const chip = html`${severityChip(alarms)} ${t('plans.alarms', { count: alarms.count })}`;
    return may(this.who, ALARMS) ? html`<a href=${`/alarms/${this.site}/${alarms.id}`}>${chip}</a>` : chip;
  }

  visitTable() {
    if (!this.visits.length) {
      return html`<p class="quiet">${t('visit.none')}</p>`;
    }
    const here = new Set(this.places.filter((one) => one.kind === 'CHECKPOINT').map((one) => one.id));
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('visit.table')}><table><caption class="visually-hidden">${t('visit.table')}</caption>
      <thead><tr><th scope="col">${t('plans.kind.CHECKPOINT')}</th><th scope="col">${t('plans.state')}</th><th scope="col">${t('visit.last')}</th><th scope="col">${t('visit.expected')}</th><th scope="col">${t('plans.onPlan')}</th></tr></thead>
      <tbody>${repeat(this.visits, (one) => one.checkpoint, (one) => html`<tr><th scope="row"><a href=${`/patrol${query({ site: this.site, round: one.missedIn ?? one.round ?? one.dueIn })}`}>${one.name}</a></th><td>${visitChip(one)}</td><td>${visited(one)}</td><td>${expected(one)}</td><td>${t(here.has(one.checkpoint) ? 'page.yes' : 'page.no')}</td></tr>`)}</tbody></table></div>`;
  }
}

/** @param {number} part */
function percent(part) {
  return (part * 100).toFixed(1);
}

customElements.define('gh-plans', Plans);
