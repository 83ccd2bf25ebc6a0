package dev.herald.guardrail;

import java.net.IDN;
import java.util.List;
import java.util.Locale;

/** Domains as an operator lists them: {@code acme.example}, or {@code *.acme.example} for every domain below it. */
record DomainList(List<String> domains) {
    DomainList {
        domains = domains.stream().map(DomainList::normalized).toList();
    }

    boolean isEmpty() {
        return domains.isEmpty();
    }

    /** Whether {@code domain}, in ASCII form and lower case, is listed. */
    boolean contains(String domain) {
        return domains.stream()
                .anyMatch(listed -> listed.startsWith("*.")
                        ? domain.endsWith(listed.substring(1))
                        : domain.equals(listed));
    }

    private static String normalized(String domain) {
        String bare = domain.strip().toLowerCase(Locale.ROOT);
        return bare.startsWith("*.") ? "*." + IDN.toASCII(bare.substring(2)) : IDN.toASCII(bare);
    }
}
