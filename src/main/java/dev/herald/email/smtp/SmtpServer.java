package dev.herald.email.smtp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server is reached.
 *
 * @param host its name or address, without brackets
 * @param security how the connection is protected
 * @param connectTimeout for all its addresses together
 * @param readTimeout how long it may be silent
 * @param heloName what EHLO says; null for this machine's name or address
 */
public record SmtpServer(String host, int port, Security security, Duration connectTimeout, Duration readTimeout,
        @Nullable String heloName) {

    /** For an operator: host and port. */
    String where() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }

    /** How a connection is protected. */
    public enum Security {
        /** STARTTLS is required (RFC 3207): a server that does not offer it gets nothing. */
        STARTTLS,
        /** TLS from the first byte (RFC 8314). */
        TLS,
        /** Plain text, only where an operator says so. */
        NONE
    }
}
