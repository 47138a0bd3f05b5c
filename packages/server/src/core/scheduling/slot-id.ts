/** What a slot is: slots are computed, not stored, so the id says all of it. */
export interface SlotKey {
  readonly scheduleId: string;
  readonly healthcareServiceId: string;
  /** Start of the visit, epoch milliseconds, 1970 to 9999. */
  readonly start: number;
}

const lastInstant = 253_402_300_799_999;
const scheduleIdShape = /^sch_[A-Za-z0-9_-]{4,40}$/;
const healthcareServiceIdShape = /^svc_[A-Za-z0-9_-]{4,40}$/;
const slotIdShape = /^slot_([A-Za-z0-9_-]{4,40})\.([A-Za-z0-9_-]{4,40})\.(0|[1-9a-z][0-9a-z]{0,9})$/;

/**
 * The id of a slot, `slot_` and at most 91 characters. Clients treat it as opaque: nothing in it is secret and nothing in it is believed, whoever
 * decodes it looks everything up.
 *
 * @throws RangeError if a part is not an id of its kind or the start is no whole millisecond of 1970 to 9999
 */
export function encodeSlotId({ scheduleId, healthcareServiceId, start }: SlotKey): string {
  if (!scheduleIdShape.test(scheduleId)) throw new RangeError('A slot needs the id of a schedule.');
  if (!healthcareServiceIdShape.test(healthcareServiceId))
    throw new RangeError('A slot needs the id of a healthcare service.');
  if (!isStart(start)) throw new RangeError('A slot needs a start between 1970 and 9999.');
  return `slot_${scheduleId.slice(4)}.${healthcareServiceId.slice(4)}.${start.toString(36)}`;
}

/** The slot that an id means, or undefined for anything that `encodeSlotId` does not write; every slot has one id only. */
export function decodeSlotId(id: string): SlotKey | undefined {
  const [, schedule, healthcareService, instant] = slotIdShape.exec(id) ?? [];
  if (!schedule || !healthcareService || !instant) return undefined;
  const start = Number.parseInt(instant, 36);
  return isStart(start)
    ? { scheduleId: `sch_${schedule}`, healthcareServiceId: `svc_${healthcareService}`, start }
    : undefined;
}

const isStart = (start: number) => Number.isInteger(start) && start >= 0 && start <= lastInstant;
