package dev.herald.email.smtp;

import dev.herald.message.InvalidSettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Client credentials (RFC 6749 section 4.4) with which a token for XOAUTH2 is fetched.
 *
 * @param tokenUri the token endpoint, {@code https} unless it is on this machine
 * @param scope what the token is for, as {@code https://outlook.office365.com/.default}; null where the endpoint wants none
 */
public record OAuth2(@Nullable String tokenUri, @Nullable String clientId, @Nullable String clientSecret,
        @Nullable String scope) {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    public void check(String path) {
        require(tokenUri, path + ".token-uri", "Set it to the token endpoint of the mail provider.");
        require(clientId, path + ".client-id", "Set it to the id of the registered client.");
        require(clientSecret, path + ".client-secret", "Set it to the secret of the registered client.");
        if (!isProtected(tokenUri)) {
            throw new InvalidSettingException(path + ".token-uri", "is not an https URL",
                    "Set it to the token endpoint of the mail provider, as https://login.example.com/token.");
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
