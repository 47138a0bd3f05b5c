import { bundleAlone } from '../../tooling/size/floor.ts';

/**
 * A calendar's first view in lit and nothing else: the same style sheets, the same nodes and the same words in the same places as the element's,
 * from the same answer, without a flow, validation, languages or anything to press. What the element is measured against.
 *
 * @param css of the element
 * @param slotsPath the element's own request
 * @returns a module that defines `<bare-calendar>`
 */
export const bundleBareCalendar = (css: string, slotsPath: string): Promise<string> =>
  bundleAlone(`
import { html, LitElement, unsafeCSS } from 'lit';
const many = (length, make) => Array.from({ length }, (_, index) => make(index));
const zoned = (timeZone, options) => new Intl.DateTimeFormat('en-US', { timeZone, ...options });
class BareCalendar extends LitElement {
  static styles = unsafeCSS(${JSON.stringify(css)});
  connectedCallback() {
    super.connectedCallback();
    fetch(${JSON.stringify(slotsPath)}).then((answer) => answer.json()).then((page) => { this.page = page; this.requestUpdate(); });
  }
  render() {
    return html\`<div class="root"><div class="card with-rail">
      <aside class="rail"><div class="fact"><span class="bone dot"></span><span><span class="bone line"></span><span class="bone line short"></span></span></div>
      <div class="fact"><span class="bone dot"></span><span><span class="bone line"></span><span class="bone line short"></span></span></div></aside>
      <div class="main">
        <div class="progress">\${many(2, () => html\`<span class="segment"></span>\`)}</div><p class="unseen">Step 1 of 2</p>
        <div class="week-header"><h2 class="heading">Choose a time</h2>\${this.page ? this.nav() : html\`<span class="week-nav"><span class="bone button-bone"></span></span>\`}</div>
        \${this.page ? this.calendar(this.page) : this.bones()}
      </div></div><p class="unseen" role="status"></p></div>\`;
  }
  nav() {
    return html\`<div class="week-nav"><button class="button square">‹</button><b class="month">\${zoned('UTC', { month: 'long', year: 'numeric' }).format(Date.parse(this.page.firstAvailable.start))}</b><button class="button square">›</button></div>\`;
  }
  bones() {
    return html\`<div class="first"><span class="bone line"></span><span class="bone time-bone"></span></div>
      <div class="days">\${many(7, () => html\`<span class="bone day-bone"></span>\`)}</div>
      <div class="times-area"><span class="bone line part-bone"></span><div class="times">\${many(8, () => html\`<span class="bone time-bone"></span>\`)}</div></div>\`;
  }
  calendar({ data, days, firstAvailable, locations }) {
    const { timeZone } = locations[0];
    const long = zoned('UTC', { weekday: 'long', month: 'long', day: 'numeric' });
    const short = zoned('UTC', { weekday: 'short' });
    const time = zoned(timeZone, { timeStyle: 'short' });
    const counts = new Map(days.map(({ date, count }) => [date, count]));
    const first = Date.parse(data[0].start.slice(0, 10) + 'T00:00:00Z');
    const sunday = first - new Date(first).getUTCDay() * 86400000;
    return html\`<div class="first"><span>First available</span><button class="button">\${long.format(first)} \${time.format(Date.parse(firstAvailable.start))}</button></div>
      <div class="days">\${many(7, (index) => {
        const day = sunday + index * 86400000;
        const count = counts.get(new Date(day).toISOString().slice(0, 10)) ?? 0;
        return html\`<button class=\${count ? 'day open' : 'day'}><span class="unseen">\${long.format(day)}, \${count} times</span><span class="day-name">\${short.format(day)}</span>
          <span class="day-number">\${new Date(day).getUTCDate()}</span><span class="day-count">\${count || ''}</span></button>\`;
      })}</div>
      <div class="times-area"><h3 class="part-title">Morning</h3><div class="times">\${data.map(({ start }) => html\`<button class="time"><span>\${time.format(Date.parse(start))}</span><span class="unseen">, \${long.format(first)}</span></button>\`)}</div></div>\`;
  }
}
customElements.define('bare-calendar', BareCalendar);`);
