package dev.herald.message;

/** What to do with a message of which nobody can tell whether it was sent. */
public enum OnUnconfirmed {
    /** An operator decides. */
    INCIDENT,
    /** Send again: the receiver may get it twice. */
    RESEND,
    /** Send again once the provider, asked some minutes later, answers and does not list it: for SMS only. */
    RESEND_IF_UNLISTED,
    /** Complete as sent: the receiver may not get it. */
    ASSUME_SENT
}
