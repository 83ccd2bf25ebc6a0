package dev.herald.benchmark.wire;

import dev.herald.benchmark.local.Load;

/** A client with its connections. */
interface MailClient extends AutoCloseable {
    int AT_ONCE = 8;
    String USER = "user";
    String PASSWORD = "password";
    String FROM = "no-reply@herald.example";
    String TO = "someone@acme.example";
    String SUBJECT = "Your order 4711";
    String TEXT = "Dear customer,\r\n\r\n"
            + "your order has left our house today and will be with you within three days.\r\n".repeat(12);

    /** Begins to send, {@link #AT_ONCE} messages at once. */
    Load start();

    @Override
    void close();
}
