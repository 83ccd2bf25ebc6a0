package dev.herald.message.later;

/** Takes what mail servers report about an email that one of them accepted before. */
@FunctionalInterface
public interface EmailReceipts {

    /**
     * Hands a report on. The same report may come more than once, and reports may come out of order.
     *
     * @throws RuntimeException where the report was not taken, so that it is read again
     */
    void received(EmailStatus status);
}
