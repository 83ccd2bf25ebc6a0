package dev.herald.kubernetes;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a query in PromQL names. */
record Query(String text) {
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*(?!\\w*\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "by", "on", "bool");

    Set<String> metrics() {
        String rest = text.replaceAll("\\{[^}]*}", "").replaceAll("\\[[^\\]]*]", "").replaceAll("\\b\\d\\w*", "");
        return names(GROUPING.matcher(rest).replaceAll("")).collect(Collectors.toSet());
    }

    Set<String> labels() {
        return Stream.concat(MATCHER.matcher(text).results().map(found -> found.group(1)),
                GROUPING.matcher(text).results().flatMap(found -> names(found.group(1)))).collect(Collectors.toSet());
    }

    private static Stream<String> names(String text) {
        return NAME.matcher(text).results().map(found -> found.group()).filter(name -> !WORDS.contains(name));
    }
}
