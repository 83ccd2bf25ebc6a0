package dev.herald.sms.callback;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What counts as a URL that Twilio can call. */
public final class Urls {
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
    /** RFC 4193; no public IPv4 address begins so either. */
    private static final int UNIQUE_LOCAL = 0xFC;
    private static final Pattern LOCAL = Pattern.compile("\\.(localhost|local|internal|lan)\\.?$");

    private Urls() {}

    /** An absolute http or https URL with a host name; one with an underscore has none for {@link URI}, nor for Twilio. */
    public static boolean isHttp(URI uri) {
        return ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
                && uri.getHost() != null && !uri.getHost().isEmpty();
    }

    /** Whether the text is such a URL. */
    public static boolean isHttp(String text) {
        try {
            return isHttp(new URI(text));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether a host is certainly not on the internet: this machine, a name without a dot, or a private address. */
    static boolean isLocal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        boolean literal = name.startsWith("[") || IPV4.matcher(name).matches();
        return literal ? isPrivate(name) : !name.contains(".") || LOCAL.matcher(name).find();
    }

    private static boolean isPrivate(String literal) {
        try {
            InetAddress address = InetAddress.getByName(literal);
            return address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isSiteLocalAddress()
                    || address.isLinkLocalAddress() || (address.getAddress()[0] & 0xFE) == UNIQUE_LOCAL;
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
