package dev.herald.email.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What this machine calls itself in EHLO (RFC 5321 section 4.1.1.1). */
final class HeloName {
    private HeloName() {}

    /**
     * @param configured the preset's {@code helo-name}
     * @param local this end of the connection
     * @return the configured name, else this machine's full name, else the address literal (RFC 5321 section 4.1.3)
     */
    static String of(@Nullable String configured, InetAddress local) {
        if (configured != null) {
            return configured;
        }
        String name = Canonical.NAME;
        if (name != null) {
            return name;
        }
        String address = local.getHostAddress();
        return local instanceof Inet6Address ? "[IPv6:" + address.replaceFirst("%.*", "") + ']' : '[' + address + ']';
    }

    /** Looked up once, when first needed: it may ask DNS. */
    private static final class Canonical {
        static final @Nullable String NAME = lookUp();

        private static @Nullable String lookUp() {
            try {
                String name = InetAddress.getLocalHost().getCanonicalHostName();
                boolean full = name.indexOf('.') > 0 && name.indexOf(':') < 0 && name.matches("[A-Za-z0-9.-]*[A-Za-z]");
                return full ? name : null;
            } catch (UnknownHostException e) {
                return null;
            }
        }
    }
}
