package dev.herald.dispatch;

import dev.herald.message.Email;
import dev.herald.message.ErrorCode;
import dev.herald.message.Message;
import dev.herald.message.Outcome;
import dev.herald.message.Sms;
import dev.herald.message.text.Blanks;
import dev.herald.message.text.BodyFormat;
import dev.herald.message.text.Listing;
import dev.herald.message.text.MarkdownLiteral;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * The values that a message needs: every one must be there, and they alone replace {@code {{name}}} in its texts. Without
 * any, texts are left alone, braces included.
 *
 * @param values by name; null where a value is missing
 */
public record RequiredParams(Map<String, @Nullable Object> values) {
    public static final RequiredParams NONE = new RequiredParams(Map.of());
    /** The most characters that a name may have. */
    public static final int LONGEST_NAME = 200;
    /** The most characters on one line: a subject, a name, a URL. */
    public static final int LONGEST_LINE = 2_000;
    /** The most characters that a text may have once it is filled: a few of them are held in memory at once. */
    static final int LONGEST_TEXT = 500_000;
    private static final int DEEPEST = 50;

    private static final Pattern SEPARATOR = Pattern.compile("[,;\\r\\n]");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*+)}}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]{0,63}");

    /** The names in a list, separated as addresses are. */
    public static List<String> names(String list) {
        return SEPARATOR.splitAsStream(list).map(Blanks::stripCode).filter(name -> !name.isEmpty()).toList();
    }

    /** Reads comma-separated names of process variables; dots reach inside. */
    public static RequiredParams named(String names, Map<String, ?> variables) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        names(names).forEach(name -> values.put(name, ParamValues.lookUp(name, variables)));
        return new RequiredParams(values);
    }

    /** Why the message can't be made from these values, if so. */
    Optional<Outcome.Refused> problemWith(Message message) {
        List<String> missing = new ArrayList<>();
        List<String> deep = new ArrayList<>();
        values.forEach((name, value) -> {
            if (ParamValues.isDeeper(value, DEEPEST)) {
                deep.add(shown(name));
            } else if (ParamValues.isBlank(value)) {
                missing.add(shown(name));
            }
        });
        if (!deep.isEmpty()) {
            return refused("requiredParams: nested more than " + DEEPEST + " deep: " + Listing.of(deep)
                    + ". Give what the texts need of it.");
        }
        if (!missing.isEmpty()) {
            boolean named = values.keySet().stream().allMatch(name -> NAME.matcher(name).matches());
            return refused("requiredParams: missing, null or blank: " + Listing.of(missing)
                    + (named ? "" : ". Names stand with commas between them, without braces or an equals sign")
                    + ". Give each a value before this step; where an expression reads a variable that an input of this"
                    + " task has the name of, it finds the input: map requiredParams above that input.");
        }
        return texts(message).map(this::problemWith).flatMap(Optional::stream).findFirst()
                .flatMap(RequiredParams::refused);
    }

    /** Why a further text can't be made from these values, if so. */
    public Optional<String> problemWith(String field, String text, int longest) {
        return problemWith(new Text(field, text, longest, UnaryOperator.identity()));
    }

    private Optional<String> problemWith(Text text) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Filling filling = new Filling(text.escape());
        Set<String> unknown = new LinkedHashSet<>();
        long inserted = 0;
        for (Matcher found = PLACEHOLDER.matcher(text.content()); found.find() && inserted <= text.longest();) {
            String value = filling.valueOf(name(found));
            if (value == null) {
                unknown.add(shown(name(found), "{{", "}}"));
            } else {
                inserted += value.length() - (found.end() - found.start());
            }
        }
        if (!unknown.isEmpty()) {
            return Optional.of(text.field() + ": " + Listing.of(unknown) + (unknown.size() == 1 ? " is" : " are")
                    + " not among requiredParams (" + Listing.of(values.keySet().stream().map(RequiredParams::shown)
                            .toList())
                    + "), or no text, number or boolean there. Correct the text, or add it.");
        }
        if (filling.holds(text.content())) {
            return Optional.of("requiredParams: a text would be inserted into itself, since the input hides the process"
                    + " variable of that name. Give that variable another name, or map requiredParams above that"
                    + " input.");
        }
        return text.content().length() + inserted <= text.longest()
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%s: has more than %,d characters with the values of"
                        + " requiredParams in it.", text.field(), text.longest()));
    }

    /** The message as it is meant, its placeholders replaced; {@link #problemWith} found none. */
    Message fill(Message message) {
        return switch (message) {
            case Email email -> {
                BodyFormat format = email.bodyFormat().of(email.body());
                yield email.withText(Blanks.oneLine(fill(email.subject())),
                        email.bodyFormat().laidOut(fill(guarded(email.body(), format), escapeFor(format))), format);
            }
            case Sms sms -> sms.withText(fill(sms.text()));
        };
    }

    /** A text in which nothing is to be escaped with its placeholders replaced; {@link #problemWith} found none. */
    public String fill(String text) {
        return fill(text, UnaryOperator.identity());
    }

    private String fill(String text, UnaryOperator<String> escape) {
        if (values.isEmpty()) {
            return text;
        }
        Filling filling = new Filling(escape);
        return PLACEHOLDER.matcher(text).replaceAll(
                found -> Matcher.quoteReplacement(Objects.requireNonNull(filling.valueOf(name(found)))));
    }

    /** What is probably not meant: a text with something like {@code {{name}}} in it, without any required params. */
    public List<String> warnings(Message message) {
        return texts(message).map(text -> warning(text.field(), text.content())).flatMap(Optional::stream).toList();
    }

    /** As {@link #warnings} of a further text. */
    public Optional<String> warning(String field, String text) {
        if (!values.isEmpty()) {
            return Optional.empty();
        }
        Set<String> names = PLACEHOLDER.matcher(text).results().map(RequiredParams::name)
                .filter(name -> NAME.matcher(name).matches()).map(name -> shown(name, "{{", "}}"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(field + ": " + Listing.of(names)
                        + " stands there as it is, since this task has no requiredParams.");
    }

    /** A text of the message, by the input that it is. */
    private record Text(String field, String content, int longest, UnaryOperator<String> escape) {}

    private Stream<Text> texts(Message message) {
        return switch (message) {
            case Email email -> {
                BodyFormat format = email.bodyFormat().of(email.body());
                yield Stream.of(new Text("subject", email.subject(), LONGEST_LINE, UnaryOperator.identity()),
                        new Text("body", guarded(email.body(), format), LONGEST_TEXT, escapeFor(format)));
            }
            case Sms sms -> Stream.of(new Text("message", sms.text(), LONGEST_TEXT, UnaryOperator.identity()));
        };
    }

    private String guarded(String body, BodyFormat format) {
        return !values.isEmpty() && format == BodyFormat.MARKDOWN ? MarkdownLiteral.guard(body) : body;
    }

    private static UnaryOperator<String> escapeFor(BodyFormat format) {
        return switch (format) {
            case HTML -> value -> HtmlUtils.htmlEscape(value, "UTF-8");
            case MARKDOWN -> MarkdownLiteral::escape;
            case TEXT, AUTO -> UnaryOperator.identity();
        };
    }

    /** The values as one text needs them, each looked up, written and escaped once. */
    private final class Filling {
        private final UnaryOperator<String> escape;
        private final Map<String, Optional<String>> byName = new HashMap<>();

        Filling(UnaryOperator<String> escape) {
            this.escape = escape;
        }

        @Nullable
        String valueOf(String name) {
            return byName.computeIfAbsent(name,
                    wanted -> ParamValues.text(ParamValues.lookUp(wanted, values)).map(this::escaped)).orElse(null);
        }

        /** Escaping makes a text longer: not one that is too long as it is. */
        private String escaped(String value) {
            return value.length() > LONGEST_TEXT ? value : escape.apply(value);
        }

        /** Whether the value of a placeholder that was asked for is this very text. */
        boolean holds(String text) {
            return byName.keySet().stream().anyMatch(name -> text.equals(ParamValues.lookUp(name, values)));
        }
    }

    private static String shown(String name) {
        return shown(name, "", "");
    }

    /** Only what can be a name: anything else between braces may be the message's own text. */
    private static String shown(String name, String before, String after) {
        return NAME.matcher(name).matches()
                ? before + name + after
                : before + "..." + after + " with something else than a name in it";
    }

    private static String name(MatchResult placeholder) {
        return Blanks.stripCode(placeholder.group(1));
    }

    private static Optional<Outcome.Refused> refused(String reason) {
        return Optional.of(new Outcome.Refused(ErrorCode.INVALID_REQUEST, reason));
    }

    @Override
    public String toString() {
        return "RequiredParams" + values.keySet();
    }
}
