package dev.herald.ledger;

/** The ledger did not take a note: nothing may be sent. Its text is for an operator. */
public final class LedgerUnavailableException extends RuntimeException {
    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    LedgerUnavailableException(String message) {
        super(message);
    }
}
