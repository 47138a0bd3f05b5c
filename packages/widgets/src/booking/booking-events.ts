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

/** The patient confirmed the form; the request follows unless the host calls `preventDefault()`. The time stays held. */
export class AppointmentBookingEvent extends Event {
  static readonly type = 'prm-appointment-booking';
  constructor() {
    super(AppointmentBookingEvent.type, { cancelable: true });
  }
}

/** The events of `<prm-booking>` by their names, for typed listeners. */
export interface BookingEventMap {
  'prm-appointment-booking': AppointmentBookingEvent;
  'prm-appointment-booked': AppointmentBookedEvent;
  'prm-appointment-rescheduled': AppointmentRescheduledEvent;
  'prm-appointment-cancelled': AppointmentCancelledEvent;
}
