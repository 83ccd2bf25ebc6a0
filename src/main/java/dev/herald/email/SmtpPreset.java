package dev.herald.email;

import dev.herald.email.address.AddressParser;
import dev.herald.email.address.EmailAddress;
import dev.herald.email.address.InvalidFieldException;
import dev.herald.email.smtp.OAuth2;
import dev.herald.email.smtp.SmtpServer;
import dev.herald.email.smtp.SmtpServer.Security;
import dev.herald.message.OnUnconfirmed;
import dev.herald.message.setting.InvalidSettingException;
import dev.herald.message.setting.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One SMTP account.
 *
 * @param host the server; no default, so that nothing goes to localhost in silence
 * @param port the server's port; null for 587 with {@code starttls}, 465 with {@code tls}, 25 with {@code none}
 * @param security how the connection is protected
 * @param sender the default From, {@code Name <a@b>}
 * @param allowedSenders what an action's {@code sender} may be; empty: the preset's own address only
 * @param maxConnections how many connections are open at once
 * @param rate the most messages in a time, as {@code 14/s}
 * @param connectTimeout for reaching the server, all its addresses together
 * @param readTimeout how long the server may be silent; once it has the whole message, until {@code sendDeadline}
 * @param sendDeadline for one attempt as a whole, connecting included
 * @param heloName what EHLO says (RFC 5321 section 4.1.1.1); null for this machine's name or address
 * @param maxAttachmentSize for all attachments of a message together, decoded
 * @param maxMessagesPerConnection after how many messages a connection is closed; null for no limit
 * @param allowedTenants whose processes may use it; empty for all
 * @param allowedHeaders which of the header fields that command a provider an action may set
 * @param sslBundle the Spring SSL bundle ({@code spring.ssl.bundle}) whose trust store, and key store if it has one, are
 *            used; null for those of the JVM
 * @param reports where bounces go; null for the sender's own address
 */
public record SmtpPreset(@Nullable String host, @Nullable Integer port, @DefaultValue("starttls") Security security,
        @Nullable String username, @Nullable String password, @Nullable OAuth2 oauth2, @Nullable String sender,
        @DefaultValue List<String> allowedSenders, @DefaultValue("8") int maxConnections, @Nullable Rate rate,
        @DefaultValue("10s") Duration connectTimeout, @DefaultValue("30s") Duration readTimeout,
        @DefaultValue("60s") Duration sendDeadline, @DefaultValue("incident") OnUnconfirmed onUnconfirmed,
        @Nullable String heloName, @DefaultValue("10MB") DataSize maxAttachmentSize, @Nullable String sslBundle,
        @Nullable ReportSettings reports, @Nullable Integer maxMessagesPerConnection,
        @DefaultValue List<String> allowedTenants, @DefaultValue List<String> allowedHeaders) {

    private static final Pattern HOST = Pattern.compile("[^\\s/@:\\[\\]]+|\\[?[0-9a-fA-F:.]+]?");
    private static final Pattern HELO_NAME = Pattern
            .compile("[\\p{Alnum}_](?:[\\p{Alnum}._-]*[\\p{Alnum}])?|\\[[^\\s\\[\\]]+]");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9_.-]{1,70}");

    /** A blank login is none, as a placeholder leaves it that nothing fills. */
    public SmtpPreset {
        username = username == null || username.isBlank() ? null : username;
        password = password == null || password.isBlank() ? null : password;
        allowedTenants = List.copyOf(allowedTenants);
        allowedHeaders = List.copyOf(allowedHeaders);
    }

    /** The server; only once the preset is checked. */
    SmtpServer server() {
        String name = Objects.requireNonNull(host);
        return new SmtpServer(name.startsWith("[") ? name.substring(1, name.length() - 1) : name, effectivePort(),
                security, connectTimeout, readTimeout, heloName);
    }

    int effectivePort() {
        if (port != null) {
            return port;
        }
        return switch (security) {
            case STARTTLS -> 587;
            case TLS -> 465;
            case NONE -> 25;
        };
    }

    void check(String path) {
        if (host == null || host.isBlank()) {
            throw new InvalidSettingException(path + ".host", "is missing", "Set it to the name of the SMTP server.");
        }
        require(HOST.matcher(host).matches(), path + ".host", "is not a host name or address",
                "Set it to the bare name of the SMTP server, as smtp.example.com, and the port separately.");
        require(port == null || (port > 0 && port < 65536), path + ".port", "is not a port",
                "Set it to a number from 1 to 65535, or leave it out.");
        require(sslBundle == null || security != Security.NONE, path + ".ssl-bundle",
                "contradicts " + path + ".security: none", "Remove it, or set security to starttls or tls.");
        checkLogin(path);
        checkSenders(path);
        require(maxConnections > 0, path + ".max-connections", "is less than 1", "Set it to 1 or more.");
        InvalidSettingException.requireTimeout(path + ".connect-timeout", connectTimeout);
        InvalidSettingException.requireTimeout(path + ".read-timeout", readTimeout);
        InvalidSettingException.requireTimeout(path + ".send-deadline", sendDeadline);
        require(heloName == null || HELO_NAME.matcher(heloName).matches(), path + ".helo-name",
                "is not a host name or an address literal", "Set it to a name as mail.example.com, or leave it out.");
        if (reports != null) {
            reports.check(path + ".reports");
        }
        require(onUnconfirmed != OnUnconfirmed.RESEND_IF_UNLISTED, path + ".on-unconfirmed",
                "is resend-if-unlisted, which is for SMS: no mail server lists what it has taken",
                "Set it to incident, resend or assume-sent.");
        require(maxMessagesPerConnection == null || maxMessagesPerConnection > 0, path + ".max-messages-per-connection",
                "is less than 1", "Set it to 1 or more, or leave it out.");
        require(allowedHeaders.stream().allMatch(name -> HEADER.matcher(name.strip()).matches()),
                path + ".allowed-headers", "has a value that is no name of a header field",
                "Name each field, as X-SMTPAPI; patterns are not known here.");
        require(!maxAttachmentSize.isNegative(), path + ".max-attachment-size", "is negative",
                "Set it to a size as 10MB; 0 forbids attachments.");
    }

    private void checkLogin(String path) {
        if (oauth2 != null) {
            require(password == null, path + ".password", "contradicts " + path + ".oauth2",
                    "Keep one of the two.");
            require(username != null, path + ".username", "is missing",
                    "Set it to the mailbox that the OAuth 2.0 client sends as.");
            oauth2.check(path + ".oauth2");
        } else {
            require(username == null || password != null, path + ".password", "is missing while a username is set",
                    "Set it, or remove " + path + ".username.");
            require(password == null || username != null, path + ".username", "is missing while a password is set",
                    "Set it, or remove " + path + ".password.");
        }
        require(username == null || username.chars().noneMatch(Character::isISOControl), path + ".username",
                "contains a control character", "Remove it.");
        OAuth2.requireTrimmed(path + ".username", username);
        OAuth2.requireTrimmed(path + ".password", password);
        require(password == null || password.indexOf('\0') < 0, path + ".password", "contains a NUL character",
                "Remove it.");
    }

    private void checkSenders(String path) {
        require(sender != null || !allowedSenders.isEmpty(), path + ".sender", "is missing",
                "Set it to what From shall be, as \"Acme <no-reply@acme.example>\".");
        if (sender != null) {
            parseSender(sender, path + ".sender");
        }
        for (int i = 0; i < allowedSenders.size(); i++) {
            String property = path + ".allowed-senders[" + i + "]";
            EmailAddress allowed = parseSender(allowedSenders.get(i), property);
            require(!allowed.address().startsWith("*@"), property, "is a pattern",
                    "Name each address; patterns are not known here.");
        }
    }

    /** The address that a setting holds. */
    static EmailAddress parseSender(String value, String property) {
        try {
            return AddressParser.parseOne(property, value);
        } catch (InvalidFieldException e) {
            throw new InvalidSettingException(property, e.problem(),
                    "Set it to one email address, as no-reply@acme.example.");
        }
    }

    static void require(boolean condition, String property, String problem, String remedy) {
        if (!condition) {
            throw new InvalidSettingException(property, problem, remedy);
        }
    }

    @Override
    public String toString() {
        return "SmtpPreset[" + host + ", " + security + "]";
    }
}
