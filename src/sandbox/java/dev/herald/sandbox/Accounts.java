package dev.herald.sandbox;

import dev.herald.sandbox.engine.Model;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The accounts that models name.
 *
 * @param presets of SMTP
 * @param senders of SMS
 * @param addresses what emails come from
 */
record Accounts(Set<String> presets, Set<String> senders, Set<String> addresses) {
    static final Accounts NONE = new Accounts(Set.of(), Set.of(), Set.of());
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,60}");
    private static final Pattern ADDRESS = Pattern.compile("[^<>@]*<?[\\w.+-]+@[\\w.-]+\\w>?");

    /** Those that can be the name of a setting, or its value; Herald says what is wrong with others. */
    static Accounts of(Model model) {
        return new Accounts(matching(NAME, model.presets()), matching(NAME, model.senders()),
                matching(ADDRESS, model.addresses()));
    }

    private static Set<String> matching(Pattern pattern, Set<String> values) {
        return values.stream().filter(value -> pattern.matcher(value).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Accounts and(Accounts others) {
        return new Accounts(union(presets, others.presets), union(senders, others.senders),
                union(addresses, others.addresses));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> union = new TreeSet<>(one);
        union.addAll(other);
        return union;
    }
}
