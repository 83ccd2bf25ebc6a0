package dev.herald.sms;

import java.net.URI;
import java.net.URISyntaxException;

/** What counts as a URL that Twilio can call. */
final class Urls {
    private Urls() {}

    /** An absolute http or https URL with a host name; one with an underscore has none for {@link URI}, nor for Twilio. */
    static boolean isHttp(URI uri) {
        return ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
                && uri.getHost() != null && !uri.getHost().isEmpty();
    }

    /** Whether the text is such a URL. */
    static boolean isHttp(String text) {
        try {
            return isHttp(new URI(text));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
