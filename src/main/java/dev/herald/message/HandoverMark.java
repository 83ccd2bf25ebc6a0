package dev.herald.message;

/** The ledger's note that from now on nobody but the provider knows whether it took the message. */
@FunctionalInterface
public interface HandoverMark {

    /**
     * Notes durably, immediately before the final dot or the first byte of the request, that the message is handed over.
     *
     * @param before what is certain until then; everybody else may have the message afterwards
     * @throws NotNotedException where it was not noted: then nothing may be handed over
     */
    void set(Progress before) throws NotNotedException;

    /** The ledger did not take the note. Its text is for an operator. */
    final class NotNotedException extends Exception {
        public NotNotedException(String problem, Throwable cause) {
            super(problem, cause);
        }
    }
}
