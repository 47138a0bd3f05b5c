const pattern = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

/** Whether the API takes an e-mail address: the same rule as its own, so that what passes here is not refused there. */
export const isEmailAddress = (text: string): boolean => pattern.test(text) && text.length <= 254;
