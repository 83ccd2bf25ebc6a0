package dev.herald.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a file.
 *
 * @param element the id of the element that it is about, null where it is about the whole file
 */
record Problem(@Nullable String element, String text) {
    private static final Pattern ELEMENT = Pattern.compile("(?:'.*?': )?- Element: (\\S+)((?: > \\S+)*)");
    private static final Pattern ERROR = Pattern.compile("\\s+- ERROR: (.+)");
    private static final Pattern SCHEMA = Pattern.compile("'.*?': (?:Fatal )?Error: (?:URI=\\S+ )?(.+)");

    /** Takes apart why the engine refuses to deploy a file: it names elements in a form of its own. */
    static List<Problem> of(String rejection) {
        List<Problem> problems = new ArrayList<>();
        String element = null;
        String place = "";
        for (String line : rejection.lines().toList()) {
            Matcher found = ELEMENT.matcher(line);
            Matcher error = ERROR.matcher(line);
            Matcher schema = SCHEMA.matcher(line);
            if (found.matches()) {
                element = found.group(1);
                place = found.group(2).replace(" > extensionElements", "").replaceFirst("^ > ", "");
            } else if (error.matches()) {
                problems.add(new Problem(element, place.isEmpty() ? error.group(1) : place + ": " + error.group(1)));
            } else if (schema.matches()) {
                problems.add(new Problem(null, schema.group(1)));
            }
        }
        return problems.isEmpty() ? List.of(new Problem(null, rejection.strip())) : problems;
    }
}
