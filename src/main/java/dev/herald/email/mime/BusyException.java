package dev.herald.email.mime;

/** A message that can't be composed now, since others take what it needs. */
public final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BusyException() {
        super("body: several large messages are composed at once, and this one waits", null, false, false);
    }
}
