package dev.herald.email;

import dev.herald.message.InvalidSettingException;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.Rate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One SMTP account.
 *
 * @param host the server; no default, so that nothing goes to localhost in silence
 * @param port the server's port; 587 for {@code starttls}, 465 for {@code tls}, 25 for {@code none}
 * @param security how the connection is protected
 * @param sender the default From, {@code Name <a@b>}
 * @param allowedSenders what an action's {@code sender} may be; empty: the preset's own address only
 * @param maxConnections how many connections are open at once
 * @param rate the most messages in a time, as {@code 14/s}
 */
public record SmtpPreset(@Nullable String host, @Nullable Integer port, @DefaultValue("starttls") Security security,
        @Nullable String username, @Nullable String password, @Nullable OAuth2 oauth2, @Nullable String sender,
        @DefaultValue List<String> allowedSenders, @DefaultValue("8") int maxConnections, @Nullable Rate rate,
        @DefaultValue("10s") Duration connectTimeout, @DefaultValue("30s") Duration readTimeout,
        @DefaultValue("60s") Duration sendDeadline, @DefaultValue("incident") OnUnconfirmed onUnconfirmed,
        @Nullable String heloName, @DefaultValue("1MB") DataSize maxAttachmentSize) {

    /** How the connection is protected. */
    public enum Security {
        /** STARTTLS is required (RFC 3207): a server that does not offer it gets nothing. */
        STARTTLS,
        /** TLS from the first byte (RFC 8314). */
        TLS,
        /** Plain text, only where an operator says so. */
        NONE
    }

    /** Client credentials (RFC 6749 section 4.4) for XOAUTH2. */
    public record OAuth2(@Nullable String tokenUri, @Nullable String clientId, @Nullable String clientSecret,
            @Nullable String scope) {
        @Override
        public String toString() {
            return "OAuth2[" + tokenUri + "]";
        }
    }

    void check(String path) {
        if (host == null || host.isBlank()) {
            throw new InvalidSettingException(path + ".host", "is missing", "Set it to the name of the SMTP server.");
        }
    }

    @Override
    public String toString() {
        return "SmtpPreset[" + host + ", " + security + "]";
    }
}
