package dev.herald.email.smtp;

import dev.herald.message.setting.InvalidSettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a token for XOAUTH2 is fetched: with client credentials (RFC 6749 section 4.4), or a refresh token (section 6).
 *
 * @param tokenUri the token endpoint, {@code https} unless it is on this machine
 * @param clientSecret not needed with a refresh token of a client that has none
 * @param scope what the token is for, as {@code https://outlook.office365.com/.default}; null where the endpoint wants none
 * @param refreshToken what a user who has the mailbox gave Herald access by; null for client credentials
 */
public record OAuth2(@Nullable String tokenUri, @Nullable String clientId, @Nullable String clientSecret,
        @Nullable String scope, @Nullable String refreshToken) {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /** A blank value is none, as a placeholder leaves it that nothing fills. */
    public OAuth2 {
        clientSecret = clientSecret == null || clientSecret.isBlank() ? null : clientSecret;
        refreshToken = refreshToken == null || refreshToken.isBlank() ? null : refreshToken;
    }

    public void check(String path) {
        require(tokenUri, path + ".token-uri", "Set it to the token endpoint of the mail provider.");
        require(clientId, path + ".client-id", "Set it to the id of the registered client.");
        if (refreshToken == null) {
            require(clientSecret, path + ".client-secret",
                    "Set it to the secret of the registered client, or set refresh-token.");
        }
        requireTrimmed(path + ".client-id", clientId);
        requireTrimmed(path + ".client-secret", clientSecret);
        requireTrimmed(path + ".refresh-token", refreshToken);
        if (!isProtected(tokenUri)) {
            throw new InvalidSettingException(path + ".token-uri", "is not an https URL",
                    "Set it to the token endpoint of the mail provider, as https://login.example.com/token.");
        }
    }

    /** Of a secret copied with a line break the server says only that it is wrong. */
    public static void requireTrimmed(String property, @Nullable String value) {
        if (value != null && !value.strip().equals(value)) {
            throw new InvalidSettingException(property, "begins or ends with white space",
                    "Remove that: often it is the line break of the file or clipboard that the value came from.");
        }
    }

    private static void require(@Nullable String value, String property, String remedy) {
        if (value == null || value.isBlank()) {
            throw new InvalidSettingException(property, "is missing", remedy);
        }
    }

    private static boolean isProtected(@Nullable String tokenUri) {
        try {
            URI uri = new URI(String.valueOf(tokenUri));
            String host = uri.getHost();
            return host != null && ("https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme()) && THIS_MACHINE.contains(host)));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "OAuth2[" + tokenUri + "]";
    }
}
