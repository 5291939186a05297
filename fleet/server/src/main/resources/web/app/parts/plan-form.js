// What is said of a plan, and its picture. A plan that is there is named by its name; its places stay whatever is said.
// @ts-check
import { GhElement, html, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { fields } from '../lib/access.js';
import { content } from '../lib/files.js';

class PlanForm extends GhElement {
  static properties = { site: { attribute: false }, plan: { attribute: false }, areas: { state: true }, problem: { state: true }, sending: { state: true } };

  constructor() {
    super();
    this.site = '';
    /** @type {any} */
    this.plan = null;
    /** @type {any[]} */
    this.areas = [];
    /** @type {any} */
    this.problem = null;
    this.sending = false;
  }

  connectedCallback() {
    super.connectedCallback();
    api.get(`/sites/${this.site}/access/areas`).then((answer) => { this.areas = answer.items; }, () => {});
  }

  firstUpdated() {
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
    dialog.showModal();
  }

  /** @param {Event} submit */
  async keep(submit) {
    submit.preventDefault();
    const said = fields(submit);
    const id = this.plan?.id ?? said.id;
    const path = `/sites/${this.site}/plans/${encodeURIComponent(id)}`;
    this.sending = true;
    try {
      await api.put(path, { name: said.name, ...Object.fromEntries(['area', 'building', 'floor'].filter((one) => said[one]).map((one) => [one, said[one]])), rank: Number(said.rank || 0) });
      this.over('kept', { id, said: said.picture?.size ? this.drawn(await api.put(`${path}/picture`, { data: await content(said.picture) })) : '' });
    } catch (refused) {
      this.problem = refused;
    }
    this.sending = false;
  }

  /** What became of the picture, when that is worth saying. @param {any} now */
  drawn(now) {
    return [now.removed ? t('plans.removed', { count: now.removed }) : '', now.otherShape ? t('plans.otherShape') : ''].filter(Boolean).join(' ');
  }

  async erase() {
    if (!window.confirm(t('plans.deleteSure', { name: this.plan.name, count: this.plan.places }))) {
      return;
    }
    try {
      await api.remove(`/sites/${this.site}/plans/${this.plan.id}`);
      this.over('kept', { id: '', said: t('plans.deleted', { name: this.plan.name }) });
    } catch (refused) {
      this.problem = refused;
    }
  }

  /** @param {string} what @param {any} [detail] */
  over(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }

  render() {
    const { plan } = this;
    const text = (/** @type {string} */ name, /** @type {string} */ label, /** @type {boolean} */ needed) => html`<label class="field">${t(label)}<input name=${name} maxlength="100" ?required=${needed} .value=${plan?.[name] ?? ''}></label>`;
    return html`<dialog aria-labelledby="plan-title" @close=${() => this.over('over')}><form class="stack" @submit=${(/** @type {Event} */ e) => this.keep(e)}>
      <h2 id="plan-title">${plan ? plan.name : t('plans.new')}</h2>
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem.message} ${this.problem.hint ?? ''}</p>` : nothing}
      ${plan ? nothing : html`<label class="field">${t('plans.id')}<input name="id" required pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*" maxlength="63"></label>`}
      ${text('name', 'plans.name', true)}
      <div class="halves">${text('building', 'plans.building', false)}${text('floor', 'plans.floor', false)}</div>
      <div class="halves"><label class="field">${t('plans.area')}<select name="area"><option value="">–</option>${this.areas.map((one) => html`<option value=${one.id} ?selected=${one.id === plan?.area}>${one.name}</option>`)}</select></label>
        <label class="field">${t('plans.rank')}<input name="rank" type="number" min="-1000" max="1000" .value=${String(plan?.rank ?? 0)}></label></div>
      <label class="field">${t(plan?.picture ? 'plans.otherPicture' : 'plans.picture')}<input name="picture" type="file" accept="image/png,image/jpeg,image/svg+xml" ?required=${!plan}></label>
      <p class="quiet small">${t('plans.pictureHow')}</p>
      <div class="row"><button class="primary" ?disabled=${this.sending}>${t('plans.keep')}</button><button type="button" @click=${() => /** @type {HTMLDialogElement} */ (this.querySelector('dialog')).close()}>${t('page.cancel')}</button>
        ${plan ? html`<button type="button" class="danger" @click=${() => this.erase()}>${t('plans.delete')}</button>` : nothing}</div></form></dialog>`;
  }
}

customElements.define('gh-plan-form', PlanForm);
