// How a site is patrolled: its points, routes, times, officers, wands and phones. A change can be tried before it is saved.
// @ts-check
import { busy, html, locale, moment, nothing, svg, t } from '/kit/kit.js';
import { api, may, query } from '../lib/api.js';
import { fields, siteChoice, siteOf } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { ruleWords } from '../lib/patrol.js';
import { FORMS } from '../forms/patrol.js';
import { zoneOf } from '../lib/zones.js';
import '../parts/findings.js';

const KINDS = ['routes', 'schedules', 'checkpoints', 'gapRules', 'officers', 'wands', 'phones', 'policy'];

class PatrolPlan extends Page {
  static properties = { who: { attribute: false }, plan: { state: true }, kind: { state: true }, piece: { state: true }, tried: { state: true }, findings: { state: true }, phones: { state: true }, offer: { state: true }, taken: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.who = null;
    /** @type {any} */
    this.plan = null;
    const said = Object.fromEntries(new URLSearchParams(location.search));
    this.site = siteOf(said.site);
    this.kind = KINDS.includes(said.kind) ? said.kind : 'routes';
    /** @type {any} */
    this.piece = null;
    /** @type {any} */
    this.tried = null;
    /** @type {any[]} */
    this.findings = [];
    /** @type {any[]} */
    this.phones = [];
    /** @type {any} */
    this.offer = null;
    this.taken = 0;
  }

  async load() {
    if (this.site) {
      this.plan = await api.get(`/sites/${this.site}/patrol`);
      if (this.kind === 'policy' && !this.piece) {
        this.edit(this.plan.policyInForce);
      }
      this.phones = may(this.who, ['admin', 'operator']) ? (await api.get(`/sites/${this.site}/patrol-phones`)).items : [];
    }
  }

  /** @param {Event} changed */
  apply(changed) {
    this.site = siteOf(fields(/** @type {any} */ ({ target: changed.currentTarget })).site);
    this.leave();
    this.read();
  }

  /** @param {string} kind */
  show(kind) {
    this.kind = kind;
    this.leave();
    if (kind === 'policy') {
      this.edit(this.plan.policyInForce);
    }
  }

  leave() {
    this.piece = null;
    this.tried = null;
    this.findings = [];
    this.offer = null;
    history.replaceState(null, '', `/patrol-plan${query({ site: this.site, kind: this.kind })}`);
  }

  /** @param {any} part */
  edit(part) {
    this.piece = JSON.parse(JSON.stringify(part));
    this.tried = null;
    this.findings = [];
  }

  /** What the form says now. @param {HTMLFormElement} form */
  said(form) {
    return FORMS[this.kind].read(new FormData(form), this.piece);
  }

  /** @param {Event} submit */
  async submit(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const trying = /** @type {any} */ (submit).submitter?.name === 'try';
    const part = this.said(form);
    this.piece = part;
    try {
      if (trying) {
        this.tried = await api.post(`/sites/${this.site}/patrol-simulation`, { kind: this.kind, id: this.partId(part), part });
        this.findings = this.tried.warnings;
      } else {
        const kept = await api.put(`/sites/${this.site}/patrol/${this.kind}/${this.partId(part)}`, part);
        this.leave();
        await this.load();
        this.findings = kept.warnings;
      }
      this.problem = null;
    } catch (refused) {
      this.findings = /** @type {any} */ (refused).findings ?? [];
      this.problem = this.findings.length ? null : refused;
    }
  }

  /** @param {any} part */
  partId(part) {
    return this.kind === 'policy' ? 'site' : part.id;
  }

  /** All parts that a file has, or none of them. @param {Event} submit */
  async take(submit) {
    submit.preventDefault();
    const file = new FormData(/** @type {HTMLFormElement} */ (submit.target)).get('file');
    try {
      const kept = await api.put(`/sites/${this.site}/patrol`, JSON.parse(await /** @type {File} */ (file).text()));
      await this.load();
      this.findings = kept.warnings;
      this.taken = kept.parts;
      this.problem = null;
    } catch (refused) {
      this.taken = 0;
      this.findings = /** @type {any} */ (refused).findings ?? [];
      this.problem = this.findings.length ? null : refused instanceof SyntaxError ? { message: t('patrol.planNoJson') } : refused;
    }
  }

  /** @param {string} id */
  async drop(id) {
    try {
      await api.remove(`/sites/${this.site}/patrol/${this.kind}/${id}`);
      await this.load();
      this.leave();
    } catch (refused) {
      this.findings = /** @type {any} */ (refused).findings ?? [];
    }
  }

  /** @param {Event} submit */
  async pair(submit) {
    submit.preventDefault();
    await this.attempt(async () => { this.offer = await api.post(`/sites/${this.site}/patrol-phones`, { officer: fields(submit).officer }); });
    await this.attempt(() => this.load());
  }

  /** @param {string} id */
  async revoke(id) {
    await this.attempt(() => api.remove(`/sites/${this.site}/patrol-phones/${id}`));
    await this.attempt(() => this.load());
  }

  render() {
    if (!this.site && !this.loading) {
      return html`${this.head('nav.patrolPlan')}<p class="notice">${t('people.noSite')}</p>`;
    }
    return html`${this.head('nav.patrolPlan', html`<a class="button" href="/patrol?site=${this.site}">${t('nav.patrol')}</a>`)}
      <form class="filters" @change=${(/** @type {Event} */ e) => this.apply(e)}>${siteChoice(this.site)}</form>
      <div class="row" role="group" aria-label=${t('patrol.parts')}>${KINDS.map((kind) => html`<button aria-pressed=${kind === this.kind ? 'true' : 'false'} @click=${() => this.show(kind)}>${t(`patrol.kind.${kind}`)} <span class="quiet">${kind === 'phones' ? this.phones.length : kind === 'policy' ? '' : this.plan?.[kind]?.length ?? ''}</span></button>`)}</div>
      <gh-findings .findings=${this.findings}></gh-findings>
      ${this.loading || !this.plan ? busy() : this.kind === 'phones' ? this.phonePart() : this.piece ? this.form() : this.list()}`;
  }

  list() {
    const all = this.plan[this.kind];
    return html`<p class="quiet">${t(`patrol.kindWhat.${this.kind}`)}</p>
      ${may(this.who, ['admin']) ? html`<div><button class="primary" @click=${() => this.edit(FORMS[this.kind].fresh(this.plan))}>${t('patrol.add')}</button></div>` : nothing}
      ${all.length ? html`<ul class="names">${all.map((/** @type {any} */ part) => html`<li><button class="card thing" @click=${() => this.edit(part)}><span class="who">${part.name || part.id}<span class="small quiet">${part.id}</span></span><span>${this.about(part)}</span></button></li>`)}</ul>` : html`<p class="notice">${t('patrol.nothing')}</p>`}
      ${may(this.who, ['admin']) ? this.whole() : nothing}`;
  }

  /** The plan as a file: to be edited elsewhere, or of hundreds of points. */
  whole() {
    return html`<details class="fold"><summary>${t('patrol.planWhole')}</summary><div class="stack"><p class="quiet">${t('patrol.planWholeWhat')}</p>
      <div><a class="button" href="/api/v1/sites/${this.site}/patrol" download="patrol-${this.site}.json">${t('patrol.planDownload')}</a></div>
      <form class="row" @submit=${(/** @type {Event} */ e) => this.take(e)}><label class="field">${t('patrol.file')}<input name="file" type="file" accept="application/json,.json" required></label><button class="primary">${t('patrol.planTake')}</button></form>
      ${this.taken ? html`<p class="notice good" role="status">${t('patrol.planTaken', { parts: this.taken })}</p>` : nothing}</div></details>`;
  }

  /** @param {any} part */
  about(part) {
    const name = (/** @type {string} */ id) => this.plan.checkpoints.find((/** @type {any} */ one) => one.id === id)?.name ?? id;
    switch (this.kind) {
      case 'routes':
        return `${t(`patrol.orderOf.${part.order}`)} · ${part.stops.map((/** @type {any} */ stop) => name(stop.checkpoint)).join(' → ')}`;
      case 'schedules':
        return `${ruleWords(part.rule, part.firstStart, locale())} · ${this.plan.routes.find((/** @type {any} */ one) => one.id === part.route)?.name ?? part.route}`;
      case 'checkpoints':
        return part.marks.map((/** @type {any} */ mark) => `${t(`patrol.mark.${mark.kind}`)} ${mark.value}`).join(', ');
      case 'gapRules':
        return `${t('patrol.atMost', { hours: Math.round(part.maxMinutes / 6) / 10 })} · ${part.source}`;
      case 'officers':
        return part.tags.join(', ');
      default:
        return t(part.signs ? 'patrol.signs' : 'patrol.signsNot');
    }
  }

  form() {
    const own = FORMS[this.kind];
    const there = this.kind !== 'policy' && this.plan[this.kind].some((/** @type {any} */ one) => one.id === this.piece.id);
    const admin = may(this.who, ['admin']);
    return html`<form class="card stack" @submit=${(/** @type {Event} */ e) => this.submit(e)}>
      ${this.kind === 'policy' ? html`<p class="quiet">${t('patrol.kindWhat.policy')}</p>` : html`<div class="columns"><label class="field">${t('patrol.id')}<input name="id" required pattern="[A-Za-z0-9][A-Za-z0-9._\\-]{0,62}" .value=${this.piece.id ?? ''} ?readonly=${there}></label>
      <label class="field">${t('patrol.name')}<input name="name" required .value=${this.piece.name ?? ''}></label></div>`}
      ${own.draw(this.piece, this.plan, (/** @type {any} */ next, /** @type {HTMLFormElement} */ form) => { this.piece = next(this.said(form)); })}
      <div class="row">${admin ? html`<button class="primary" name="save">${t('patrol.save')}</button>` : nothing}<button name="try">${t('patrol.try')}</button>
        <button type="button" @click=${() => this.leave()}>${t('patrol.close')}</button>
        ${admin && there ? html`<button type="button" class="danger" @click=${() => this.drop(this.piece.id)}>${t('patrol.drop')}</button>` : nothing}</div>
      ${this.tried ? this.outcome(this.tried) : nothing}</form>`;
  }

  /** @param {any} tried */
  outcome(tried) {
    const zone = zoneOf(this.site);
    return html`<div class="notice" role="status"><p><strong>${t('patrol.next')}</strong></p>
      ${tried.next.length ? html`<ul>${tried.next.map((/** @type {any} */ one) => html`<li>${moment(one.plannedAt, zone)}</li>`)}</ul>` : html`<p>${t('patrol.noNext')}</p>`}
      <p>${t('patrol.lastWeek', { rounds: tried.rounds, complete: tried.complete, due: tried.figures.due, made: tried.figures.made, missed: tried.figures.missed })}</p></div>`;
  }

  phonePart() {
    return html`<p class="quiet">${t('patrol.kindWhat.phones')}</p>
      ${this.plan.officers.length ? html`<form class="row" @submit=${(/** @type {Event} */ e) => this.pair(e)}><label class="field">${t('patrol.officer')}<select name="officer">${this.plan.officers.map((/** @type {any} */ one) => html`<option value=${one.id}>${one.name}</option>`)}</select></label><button class="primary">${t('patrol.pairPhone')}</button></form>` : html`<p class="notice">${t('patrol.noOfficers')}</p>`}
      ${this.offer ? html`<section class="card stack" aria-label=${t('patrol.pairPhone')}><p>${t('patrol.pairHow')}</p>${code(this.offer.qr)}<code class="wrap">${this.offer.url}</code></section>` : nothing}
      <ul class="names">${this.phones.map((one) => html`<li class="card spread"><span>${this.plan.officers.find((/** @type {any} */ officer) => officer.id === one.officer)?.name ?? one.officer}
        <span class="quiet small">${one.revokedAt ? t('patrol.phoneOver') : one.pairedAt ? t('patrol.phoneHeard', { time: moment(one.lastHeard) }) : t('patrol.phoneWaits')}</span></span>
        ${one.revokedAt ? nothing : html`<button class="danger" @click=${() => this.revoke(one.id)}>${t('patrol.phoneRevoke')}</button>`}</li>`)}</ul>`;
  }
}

/** @param {string[]} rows */
function code(rows) {
  const side = rows.length + 8;
  return html`<svg class="qr-code" viewBox="0 0 ${side} ${side}" role="img" aria-label=${t('patrol.qr')}><rect width=${side} height=${side} fill="#fff"/>${rows.map((row, y) => [...row].map((one, x) => (one === '1' ? svg`<rect x=${x + 4} y=${y + 4} width="1.02" height="1.02" fill="#000"/>` : nothing)))}</svg>`;
}

customElements.define('gh-patrol-plan', PatrolPlan);
