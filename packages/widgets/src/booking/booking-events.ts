/**
 * What `<prm-booking>` tells its host page. The events do not bubble, since what reaches the document is read by the trackers on it, and
 * they carry ids only: never a time, a name or a text.
 */

/** An appointment was booked. */
export class AppointmentBookedEvent extends Event {
  static readonly type = 'prm-appointment-booked';
  readonly appointmentId: string;
  constructor(appointmentId: string) {
    super(AppointmentBookedEvent.type);
    this.appointmentId = appointmentId;
  }
}

/** An appointment was moved to another time. */
export class AppointmentRescheduledEvent extends Event {
  static readonly type = 'prm-appointment-rescheduled';
  readonly appointmentId: string;
  constructor(appointmentId: string) {
    super(AppointmentRescheduledEvent.type);
    this.appointmentId = appointmentId;
  }
}

/** An appointment was cancelled. */
export class AppointmentCancelledEvent extends Event {
  static readonly type = 'prm-appointment-cancelled';
  readonly appointmentId: string;
  constructor(appointmentId: string) {
    super(AppointmentCancelledEvent.type);
    this.appointmentId = appointmentId;
  }
}

/** Somebody joined the waitlist, or waits for an earlier time than their visit has. */
export class WaitlistJoinedEvent extends Event {
  static readonly type = 'prm-waitlist-joined';
  readonly waitlistEntryId: string;

  constructor(waitlistEntryId: string) {
    super(WaitlistJoinedEvent.type);
    this.waitlistEntryId = waitlistEntryId;
  }
}

/**
 * The patient confirmed the form; the request follows unless the host calls `preventDefault()`. A host that has to ask somebody first calls
 * `waitFor()`. Stopped, the time stays held and the form as it is.
 */
export class AppointmentBookingEvent extends Event {
  static readonly type = 'prm-appointment-booking';
  /** Milliseconds that answers are waited for: a page that does not answer stops the booking, and nothing is lost. */
  static readonly patience = 10_000;
  readonly #answers: Promise<boolean>[] = [];
  constructor() {
    super(AppointmentBookingEvent.type, { cancelable: true });
  }

  /** Holds the booking back until there is an answer; false, a rejection or none in ten seconds stops it. Call it while the event is handled. */
  waitFor(answer: Promise<boolean>): void {
    this.#answers.push(answer);
  }

  /** Whether the booking may go out, once every answer is there. Never rejects. */
  async settled(): Promise<boolean> {
    if (this.defaultPrevented || this.#answers.length === 0) return !this.defaultPrevented;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<boolean[]>((resolve) => {
      timer = setTimeout(() => resolve([false]), AppointmentBookingEvent.patience);
    });
    const answers = await Promise.race([Promise.all(this.#answers), silence]).catch(() => [false]);
    clearTimeout(timer);
    return answers.every(Boolean) && !this.defaultPrevented;
  }
}

/** The events of `<prm-booking>` by their names, for typed listeners. */
export interface BookingEventMap {
  'prm-appointment-booking': AppointmentBookingEvent;
  'prm-appointment-booked': AppointmentBookedEvent;
  'prm-appointment-rescheduled': AppointmentRescheduledEvent;
  'prm-appointment-cancelled': AppointmentCancelledEvent;
  'prm-waitlist-joined': WaitlistJoinedEvent;
}
