// Asks what an act on alarms needs: a note, somebody to give them to, until when they are put aside.
// @ts-check
import { GhElement, html, nothing, t } from '/kit/kit.js';

const LENGTHS = [15, 60, 240, 1440, 10080];

class AlarmAct extends GhElement {
  static properties = { act: { state: true }, count: { state: true } };

  constructor() {
    super();
    this.act = '';
    this.count = 0;
    /** @type {(wish: any) => void} */
    this.answer = () => {};
  }

  /** Answers what is wished, or nothing when somebody thought better of it. @param {string} act @param {number} count */
  async ask(act, count) {
    if (act === 'UNSHELVE') {
      return { act };
    }
    this.act = act;
    this.count = count;
    await this.updateComplete;
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
    dialog.showModal();
    return new Promise((resolve) => { this.answer = resolve; });
  }

  /** @param {any} wish */
  end(wish) {
    /** @type {HTMLDialogElement|null} */ (this.querySelector('dialog'))?.close();
    this.answer(wish);
    this.answer = () => {};
    this.act = '';
  }

  /** @param {Event} submit */
  done(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const note = String(form.get('note') ?? '').trim();
    const to = String(form.get('to') ?? '').trim();
    const minutes = Number(form.get('minutes') ?? 0);
    this.end({ act: this.act, ...(note ? { note } : {}), ...(to ? { to } : {}), ...(minutes ? { minutes } : {}) });
  }

  render() {
    if (!this.act) {
      return nothing;
    }
    const must = ['COMMENT', 'SHELVE', 'RESOLVE'].includes(this.act);
    return html`<dialog aria-labelledby="act" @close=${() => { if (this.act) { this.end(null); } }}>
      <form class="stack" @submit=${(/** @type {Event} */ e) => this.done(e)}>
        <h2 id="act">${t(`alarmAct.${this.act}`)} (${this.count})</h2>
        <p class="quiet small">${t(`alarmActSays.${this.act}`)}</p>
        ${this.act === 'ASSIGN' ? html`<label class="field">${t('alarms.assignTo')}<input name="to" maxlength="63" autofocus></label>` : nothing}
        ${this.act === 'SHELVE' ? html`<label class="field">${t('alarms.shelveFor')}<select name="minutes">${LENGTHS.map((one) => html`<option value=${one} ?selected=${one === 60}>${t(`alarms.for.${one}`)}</option>`)}</select></label>` : nothing}
        <label class="field">${t(must ? 'alarms.noteMust' : 'alarms.note')}<textarea name="note" rows="3" maxlength="1000" ?required=${must}></textarea></label>
        <div class="row"><button class="primary" type="submit">${t(`alarmAct.${this.act}`)}</button><button type="button" @click=${() => this.end(null)}>${t('page.cancel')}</button></div>
      </form></dialog>`;
  }
}

customElements.define('gh-alarm-act', AlarmAct);
