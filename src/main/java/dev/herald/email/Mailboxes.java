package dev.herald.email;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What RFC 5321 section 4.1.2, RFC 6531 and RFC 5890 let a mailbox consist of. */
final class Mailboxes {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST_LABEL = 63;

    // letters, marks, digits, symbols and punctuation beyond ASCII: no control, format (bidi), separator, surrogate,
    // private-use or unassigned character
    private static final String BEYOND_ASCII = "\\x{a1}-\\x{10ffff}&&[^\\p{C}\\p{Z}]";
    private static final String ATEXT = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\-[" + BEYOND_ASCII + "]]";
    private static final Pattern DOT_STRING = Pattern.compile(ATEXT + "++(?:\\." + ATEXT + "++)*+");
    private static final Pattern QUOTED_STRING = Pattern
            .compile("\"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e[" + BEYOND_ASCII + "]]|\\\\[\\x20-\\x7e])*+\"");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern ADDRESS_LITERAL = Pattern.compile(
            "\\[(?:" + OCTET + "(?:\\." + OCTET + "){3}|IPv6:(?<v6>[0-9a-f:]+(?:[0-9.]+)?))]",
            Pattern.CASE_INSENSITIVE);
    // characters that IDNA 2003, which the JDK has, maps to others and IDNA 2008 keeps: mail would go elsewhere
    private static final Pattern DEVIATION = Pattern.compile("[\\x{df}\\x{1e9e}\\x{3c2}\\x{200c}\\x{200d}]");
    private static final Pattern OTHER_DOTS = Pattern.compile("[\\x{3002}\\x{ff0e}\\x{ff61}]");

    private Mailboxes() {}

    /** Whether {@code text} looks like a bare {@code local@domain}; its parts are still to be checked. */
    static boolean isBare(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && isLocal(text.substring(0, at)) && text.indexOf('>', at) < 0 && text.indexOf(')', at) < 0;
    }

    private static boolean isLocal(String local) {
        return DOT_STRING.matcher(local).matches() || QUOTED_STRING.matcher(local).matches();
    }

    /**
     * The part before the at sign, unchanged.
     *
     * @param field the input that holds it
     */
    static String checkedLocal(String field, String local) throws InvalidFieldException {
        if (local.getBytes(StandardCharsets.UTF_8).length > LONGEST_LOCAL) {
            throw new InvalidFieldException(field, "has more than 64 bytes before the at sign");
        }
        if (!isLocal(local)) {
            throw new InvalidFieldException(field, "has a character or a dot that is not allowed before the at sign");
        }
        return local;
    }

    /**
     * The domain as it goes over the wire: A-labels, lower case.
     *
     * @param field the input that holds it
     */
    static String asciiDomain(String field, String domain) throws InvalidFieldException {
        if (domain.length() > LONGEST_DOMAIN) {
            throw new InvalidFieldException(field, "has a domain of more than 253 characters");
        }
        if (domain.startsWith("[")) {
            return addressLiteral(field, domain);
        }
        String ascii = (Text.isAscii(domain) ? domain : toAscii(field, domain)).toLowerCase(Locale.ROOT);
        if (ascii.length() > LONGEST_DOMAIN) {
            throw new InvalidFieldException(field, "has a domain of more than 253 characters");
        }
        for (String label : ascii.split("\\.", -1)) {
            if (label.length() > LONGEST_LABEL || !LABEL.matcher(label).matches()) {
                throw new InvalidFieldException(field, "has a malformed domain");
            }
        }
        return ascii;
    }

    private static String toAscii(String field, String domain) throws InvalidFieldException {
        if (DEVIATION.matcher(domain).find() || OTHER_DOTS.matcher(domain).find()) {
            throw new InvalidFieldException(field,
                    "has a character in its domain that IDNA 2003 and 2008 read differently: give the domain in its xn-- form");
        }
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException(field, "has a domain that is not a valid internationalized name");
        }
    }

    /** RFC 5321 section 4.1.3. */
    private static String addressLiteral(String field, String domain) throws InvalidFieldException {
        Matcher literal = ADDRESS_LITERAL.matcher(domain);
        if (literal.matches() && (literal.group("v6") == null || isIpV6(literal.group("v6")))) {
            return domain.toLowerCase(Locale.ROOT).replace("ipv6:", "IPv6:");
        }
        throw new InvalidFieldException(field, "has a malformed address literal as its domain");
    }

    private static boolean isIpV6(String text) {
        try {
            // a text with a colon is never looked up
            return text.contains(":") && InetAddress.getByName(text).getAddress().length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
