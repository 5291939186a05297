// What a site's access consists of, kind by kind: calm lists, each with its form; what cannot work is said before it is.
// @ts-check
import { busy, has, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { siteChoice, siteOf, typeWord } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { go } from '../lib/route.js';
import { zoneOf } from '../lib/zones.js';
import '../parts/access-form.js';
import '../parts/findings.js';
import '../parts/holidays.js';

const KINDS = ['doors', 'accessPoints', 'schedules', 'profiles', 'areas', 'authentications', 'specialDays', 'interlocks', 'rulePacks', 'denials', 'permits', 'visits'];
const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const NAMED = ['doors', 'accessPoints', 'schedules', 'areas', 'authentications', 'specialDays'];

/** Days with the same hours together, as people say them. @param {Record<string, string[]>} weekly */
function week(weekly) {
  /** @type {Array<{first: string, last: string, hours: string}>} */
  const runs = [];
  for (const day of DAYS) {
    const hours = (weekly[day] ?? []).join(', ');
    const before = runs[runs.length - 1];
    if (before && before.hours === hours) {
      before.last = day;
    } else {
      runs.push({ first: day, last: day, hours });
    }
  }
  return runs.filter((run) => run.hours)
    .map((run) => `${t(`weekday.${run.first}`)}${run.first === run.last ? '' : `–${t(`weekday.${run.last}`)}`} ${run.hours}`).join(' · ');
}

/** The ways in as people say them: card and PIN, or face. @param {any} one */
function level(one) {
  return one.ways.map((/** @type {string[]} */ way) => way.map((factor) => t(`factor.${factor}`)).join(' + ')).join(` ${t('authentication.or')} `);
}

class Access extends Page {
  static properties = { site: {}, kind: {}, things: { state: true }, findings: { state: true }, said: { state: true }, open: { state: true }, saved: { state: true } };

  constructor() {
    super();
    this.site = '';
    this.kind = 'doors';
    /** @type {any[]} */
    this.things = [];
    /** @type {Record<string, any[]>} */
    this.known = {};
    /** What there is to say of all of it. @type {any[]} */
    this.findings = [];
    /** What there is to say of the last change. @type {any[]} */
    this.said = [];
    /** @type {any} */
    this.open = null;
    this.saved = false;
  }

  /** @param {Map<string, any>} changed */
  updated(changed) {
    if (changed.get('kind') || changed.get('site')) {
      this.open = null;
      this.things = [];
      this.said = [];
      this.saved = false;
      this.loading = true;
      this.read();
    }
  }

  get base() {
    return `/sites/${this.site}/access`;
  }

  async load() {
    this.site = siteOf(this.site);
    if (!this.site) {
      return;
    }
    const [things, findings, ...named] = await Promise.all([
      this.kind === 'policies' ? api.get(this.policies).then((figures) => ({ items: [figures] })) : api.get(`${this.base}/${this.kind}`), api.get(this.base), ...NAMED.map((kind) => api.get(`${this.base}/${kind}`))]);
    this.things = things.items;
    this.findings = findings.items;
    this.known = { ...Object.fromEntries(NAMED.map((kind, i) => [kind, named[i].items])), [this.kind]: things.items };
  }

  get policies() {
    return `/sites/${this.site}/policies`;
  }

  /** @param {any} body */
  async savePolicies(body) {
    this.saved = false;
    await this.settle(() => api.put(this.policies, body));
    this.saved = !this.problem;
  }

  /** @param {any} thing */
  async edit(thing) {
    this.said = [];
    this.open = { thing };
    await this.updateComplete;
    /** @type {HTMLDialogElement|null} */ (this.querySelector('dialog'))?.showModal();
  }

  close() {
    /** @type {HTMLDialogElement|null} */ (this.querySelector('dialog'))?.close();
  }

  /** @param {string} id @param {any} body */
  async save(id, body) {
    await this.settle(() => api.put(`${this.base}/${this.kind}/${encodeURIComponent(id)}`, body));
  }

  async deleteThing() {
    const { thing } = this.open;
    await this.settle(() => api.remove(`${this.base}/${this.kind}/${encodeURIComponent(thing.id ?? thing.type)}`));
  }

  /** @param {() => Promise<any>} task */
  async settle(task) {
    const done = await this.attempt(task);
    this.said = done ? [] : /** @type {any} */ (this.problem)?.findings ?? [];
    if (done) {
      this.close();
      await this.read();
    }
  }

  render() {
    if (!this.site && !this.loading) {
      return html`${this.head('nav.access')}<p class="notice">${t('people.noSite')}</p>`;
    }
    return html`
      ${this.said.length ? html`<div class="page-head"><h1 tabindex="-1">${t('nav.access')}</h1></div>` : this.head('nav.access')}
      <form class="filters" @change=${(/** @type {any} */ e) => go(`/access/${e.target.value}/${this.kind}`)} @submit=${(/** @type {Event} */ e) => e.preventDefault()}>${siteChoice(this.site)}</form>
      <nav class="kinds" aria-label=${t('access.kinds')}>${[...KINDS, 'policies'].map((kind) => html`<a href="/access/${this.site}/${kind}" aria-current=${kind === this.kind ? 'true' : 'false'}>${t(`accessKind.${kind}`)}</a>`)}</nav>
      ${this.kind === 'policies' ? this.figures() : html`<section class="stack" aria-labelledby="kind"><div class="spread"><h2 id="kind">${t(`accessKind.${this.kind}`)}</h2><button @click=${() => this.edit({})}>${t('access.add')}</button></div>
        <p class="quiet">${t(`accessWhat.${this.kind}`)}</p>
        ${this.kind === 'specialDays' ? html`<gh-holidays .site=${this.site} @gh-taken=${() => this.read()}></gh-holidays>` : nothing}
        ${this.loading ? busy() : this.list()}</section>`}
      <gh-findings .findings=${this.findings}></gh-findings>
      ${this.dialog()}`;
  }

  figures() {
    const [figures] = this.things;
    return html`<section class="card stack" aria-labelledby="kind"><h2 id="kind">${t('accessKind.policies')}</h2><p class="quiet">${t('accessWhat.policies')}</p>
      ${this.saved ? html`<p class="notice good" role="status">${t('person.saved')}</p>` : nothing}<gh-findings .findings=${this.said}></gh-findings>
      ${figures ? html`<gh-access-form .site=${this.site} kind="policies" .thing=${figures} .known=${this.known} .findings=${this.said} @findings=${(/** @type {any} */ e) => { this.said = e.detail; }} @save=${(/** @type {any} */ e) => this.savePolicies(e.detail.body)}></gh-access-form>` : busy()}</section>`;
  }

  /** The entrance that a question about this thing is asked at. @param {any} thing */
  entrance(thing) {
    return this.kind === 'accessPoints' ? thing.id : this.kind === 'doors' ? this.known.accessPoints?.find((one) => one.door === thing.id)?.id : undefined;
  }

  list() {
    if (!this.things.length) {
      return html`<p class="notice">${t(has(`accessNone.${this.kind}`) ? `accessNone.${this.kind}` : 'accessNone.other')}</p>`;
    }
    return html`<ul class="devices">${repeat(this.things, (one) => one.id ?? one.type, (one) => html`
      <li><button class="thing card" @click=${() => this.edit(one)}>
        <span class="who"><strong>${this.nameOf(one)}</strong><span class="quiet small">${one.id ?? one.type}</span></span>
        <span class="quiet small">${this.about(one)}</span></button></li>`)}</ul>`;
  }

  /** @param {any} one */
  nameOf(one) {
    if (this.kind === 'accessPoints') {
      return `${this.word('doors', one.door)} · ${t(`direction.${one.direction}`)}`;
    }
    return one.name ?? (one.type ? typeWord(one.type) : one.id);
  }

  /** @param {string} kind @param {string} id */
  word(kind, id) {
    return this.known[kind]?.find((one) => one.id === id)?.name ?? id;
  }

  /** What is worth seeing in the list. @param {any} one */
  about(one) {
    const rules = one.rules ?? {};
    switch (this.kind) {
      case 'doors':
        return [t(`doorMode.${one.mode}`), rules.kind ? t(`doorKind.${rules.kind}`) : '', rules.unlockSchedule ? t('access.openDuring', { schedule: this.word('schedules', rules.unlockSchedule) }) : ''].filter(Boolean).join(' · ');
      case 'accessPoints':
        return [one.reader, rules.areaTo ? t('access.inside', { area: this.word('areas', rules.areaTo) }) : ''].filter(Boolean).join(' · ');
      case 'schedules':
        return week(one.weekly);
      case 'profiles':
        return one.policies.map((/** @type {any} */ policy) => `${this.word('schedules', policy.schedule)}: ${t('access.entrances', { count: policy.accessPoints.length })}`).join(' · ');
      case 'areas':
        return [one.parent ? t('access.inside', { area: this.word('areas', one.parent) }) : '', one.most ? t('access.upTo', { most: one.most }) : ''].filter(Boolean).join(' · ');
      case 'specialDays':
        return t('access.daysCount', { count: one.days.length });
      case 'authentications':
        return [one.usual, ...one.policies.map((/** @type {any} */ policy) => policy.level)].map(level).join(' · ');
      case 'interlocks':
        return one.doors.map((/** @type {string} */ id) => this.word('doors', id)).join(' · ');
      default:
        return this.aboutRule(one);
    }
  }

  /** The same of what binds people and work. @param {any} one */
  aboutRule(one) {
    const zone = zoneOf(this.site);
    const hours = one.schedule ? this.word('schedules', one.schedule) : '';
    const window = [one.validFrom ? t('access.from', { at: moment(one.validFrom, zone) }) : '', one.validTo ? t('card.until', { at: moment(one.validTo, zone) }) : ''];
    const facts = {
      denials: () => [one.groups.join(', '), t('access.entrances', { count: one.accessPoints.length }), hours],
      rulePacks: () => [...one.areas.map((/** @type {string} */ id) => this.word('areas', id)), hours, one.maxDays ? t('access.daysCount', { count: one.maxDays }) : '',
        one.accompanied ? t('person.accompanied') : '', one.approval === 'NONE' ? '' : `${t('point.approval')}: ${t(`approval.${one.approval}`)}`],
      permits: () => [one.active ? '' : t('permit.rests'), ...window, hours, one.headcount ? t('access.upTo', { most: one.headcount }) : ''],
      visits: () => [...window, one.entries ? t('passes.entriesOf', { entries: one.entries }) : '', one.checkedIn ? t('visit.checkedIn') : ''],
    }[/** @type {'denials'} */ (this.kind)];
    return facts ? facts().filter(Boolean).join(' · ') : '';
  }

  dialog() {
    if (!this.open) {
      return nothing;
    }
    const { thing } = this.open;
    const fresh = thing.id === undefined && thing.type === undefined;
    const plain = this.said.length || !this.problem ? nothing : this.problemLine();
    return html`<dialog aria-labelledby="thing-title" @close=${() => { this.open = null; this.said = []; this.problem = null; }}>
      <div class="stack"><h2 id="thing-title">${fresh ? t(`accessKind.${this.kind}`) : this.nameOf(thing)}</h2>
        <gh-findings .findings=${this.said}></gh-findings>${plain}
        <gh-access-form .site=${this.site} .kind=${this.kind} .thing=${thing} .known=${this.known} .findings=${this.said} @findings=${(/** @type {any} */ e) => { this.said = e.detail; }} @save=${(/** @type {any} */ e) => this.save(e.detail.id, e.detail.body)} @leave=${() => this.close()}></gh-access-form>
        ${fresh || !this.entrance(thing) ? nothing : html`<p><a href="/what-if${query({ site: this.site, accessPoint: this.entrance(thing) })}" @click=${() => this.close()}>${t('whatIf.here')}</a></p>`}
        ${fresh ? nothing : html`<details class="calm"><summary>${t('access.delete')}</summary><p>${t('access.deleteWhat', { name: this.nameOf(thing) })}</p><button class="danger" @click=${() => this.deleteThing()}>${t('access.delete')}</button></details>`}
      </div></dialog>`;
  }
}

customElements.define('gh-access', Access);
