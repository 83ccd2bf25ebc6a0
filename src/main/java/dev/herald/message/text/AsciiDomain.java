package dev.herald.message.text;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one form in which domains are sent and compared: A-labels (RFC 5890) in lower case, or an address literal. */
public final class AsciiDomain {
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern ADDRESS_LITERAL = Pattern.compile(
            "\\[(?:" + OCTET + "(?:\\." + OCTET + "){3}|IPv6:(?<v6>[0-9a-f:]+(?:[0-9.]+)?))]",
            Pattern.CASE_INSENSITIVE);
    // characters that IDNA 2003, which the JDK has, maps to others and IDNA 2008 keeps: mail would go elsewhere
    private static final Pattern DEVIATION = Pattern.compile("[\\x{df}\\x{1e9e}\\x{3c2}\\x{200c}\\x{200d}]");
    /** No name has it (RFC 5892), but for a few that stand within words; IDNA 2003 lets a pasted quotation mark pass. */
    private static final Pattern PUNCTUATION = Pattern
            .compile("[\\p{P}&&[^\\x00-\\x7f\\x{b7}\\x{5f3}\\x{5f4}\\x{30fb}\\x{3002}\\x{ff0e}\\x{ff61}]]");
    private static final Pattern OTHER_DOTS = Pattern.compile("[\\x{3002}\\x{ff0e}\\x{ff61}]");

    private AsciiDomain() {}

    /**
     * The domain in that form.
     *
     * @throws IllegalArgumentException telling what it has that no domain may have, without repeating it
     */
    public static String of(String domain) {
        if (domain.length() > LONGEST) {
            throw new IllegalArgumentException("has a domain of more than 253 characters");
        }
        if (domain.startsWith("[")) {
            return addressLiteral(domain);
        }
        boolean isAscii = domain.chars().allMatch(c -> c < 0x80);
        String ascii = (isAscii ? domain : toAscii(domain)).toLowerCase(Locale.ROOT);
        if (ascii.length() > LONGEST) {
            throw new IllegalArgumentException("has a domain of more than 253 characters");
        }
        for (String label : ascii.split("\\.", -1)) {
            if (label.length() > LONGEST_LABEL || !LABEL.matcher(label).matches()) {
                throw new IllegalArgumentException(
                        "has a malformed domain: letters, digits and hyphens stand between dots, none at an end but letters and digits");
            }
        }
        return ascii;
    }

    private static String toAscii(String domain) {
        Matcher punctuation = PUNCTUATION.matcher(domain);
        if (punctuation.find()) {
            throw new IllegalArgumentException(
                    "has the character " + Character.getName(punctuation.group().codePointAt(0))
                            + " in its domain; remove it");
        }
        if (DEVIATION.matcher(domain).find() || OTHER_DOTS.matcher(domain).find()) {
            throw new IllegalArgumentException("has a character in its domain that IDNA 2003 and 2008 read differently:"
                    + " give the domain in its xn-- form");
        }
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a domain that is not a valid internationalized name", e);
        }
    }

    /** RFC 5321 section 4.1.3. */
    private static String addressLiteral(String domain) {
        Matcher literal = ADDRESS_LITERAL.matcher(domain);
        if (literal.matches() && (literal.group("v6") == null || isIpV6(literal.group("v6")))) {
            return domain.toLowerCase(Locale.ROOT).replace("ipv6:", "IPv6:");
        }
        throw new IllegalArgumentException("has a malformed address literal as its domain");
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
