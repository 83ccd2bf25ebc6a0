package dev.herald.guardrail;

import dev.herald.message.text.AsciiDomain;
import java.util.List;

/** Domains as an operator lists them: {@code acme.example}, or {@code *.acme.example} for every domain below it. */
record DomainList(List<String> domains) {

    /** @throws IllegalArgumentException telling what one of them has that no domain may have */
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
        String bare = domain.strip();
        return bare.startsWith("*.") ? "*." + AsciiDomain.of(bare.substring(2)) : AsciiDomain.of(bare);
    }
}
