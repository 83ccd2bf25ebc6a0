package dev.herald.email.address;

import jakarta.mail.util.StreamProvider;

/** Jakarta Mail's encoders and decoders, looked up once. */
public final class MailStreams {
    private static final StreamProvider PROVIDER = StreamProvider.provider();

    static {
        // where each part and each multipart looks first; the class path, which is next, takes longer than the rest of a part
        System.setProperty(StreamProvider.class.getName(), PROVIDER.getClass().getName());
    }

    private MailStreams() {}

    /** Whoever composes or parses has asked for it first: Jakarta Mail itself finds it at once from then on. */
    public static StreamProvider provider() {
        return PROVIDER;
    }
}
