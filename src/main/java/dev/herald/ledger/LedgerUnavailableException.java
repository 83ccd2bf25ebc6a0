package dev.herald.ledger;

/** The ledger's database did not answer: nothing may be sent. */
public final class LedgerUnavailableException extends RuntimeException {
    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
