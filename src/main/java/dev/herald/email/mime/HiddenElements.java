package dev.herald.email.mime;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/** What a page holds and does not show, as the preheader that only an inbox previews. */
final class HiddenElements {
    // possessive: a long row of zeros is read once
    private static final String ZERO = "(?:0++(?:\\.0++)?|\\.0++)";
    private static final Map<String, Pattern> HIDING = Map.of("display", Pattern.compile("none"), "visibility",
            Pattern.compile("hidden|collapse"), "opacity", Pattern.compile(ZERO + "%?"), "max-height",
            Pattern.compile(ZERO + "[a-z%]*"), "mso-hide", Pattern.compile("all"));

    private HiddenElements() {}

    static boolean has(Element element) {
        return element.hasAttr("hidden") || hides(element.attr("style"));
    }

    private static boolean hides(String style) {
        return !style.isEmpty() && declarations(style).anyMatch(declaration -> {
            int colon = declaration.indexOf(':');
            Pattern value = colon < 0 ? null : HIDING.get(declaration.substring(0, colon));
            return value != null
                    && value.matcher(declaration.substring(colon + 1).replace("!important", "")).matches();
        });
    }

    private static Stream<String> declarations(String style) {
        String bare = style.toLowerCase(Locale.ROOT).codePoints().filter(c -> !Character.isWhitespace(c))
                .mapToObj(Character::toString).collect(Collectors.joining());
        return Stream.of(bare.split(";", -1));
    }
}
