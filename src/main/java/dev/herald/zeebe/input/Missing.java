package dev.herald.zeebe.input;

import dev.herald.message.ActionType;
import dev.herald.message.text.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why an input that is required is not there: what a modeler most often did. */
final class Missing {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]{0,63}");
    /** Names so short are near to many. */
    private static final int SHORT = 5;
    private static final int MOST_COMPARED = 1000;

    private Missing() {}

    static InvalidInputException input(ActionType type, Variables variables, String name) {
        Map<String, @Nullable Object> values = variables.values();
        if (values.get(name) != null) {
            return new InvalidInputException(name, "is required, but blank.");
        }
        if (values.containsKey(name)) {
            return new InvalidInputException(name, "is null: its expression found nothing (a variable that is not there"
                    + " or is hidden by an input, or a text + a number).");
        }
        List<String> misspelt = misspelt(Inputs.names(type), values);
        return new InvalidInputException(name, "is required, but there is no input or variable of that name."
                + (misspelt.isEmpty() ? "" : " Misspelt, perhaps: " + Listing.of(misspelt) + "."));
    }

    private static List<String> misspelt(Set<String> inputs, Map<String, @Nullable Object> values) {
        List<String> misspelt = new ArrayList<>();
        for (String variable : values.keySet().stream().limit(MOST_COMPARED).toList()) {
            if (!inputs.contains(variable) && NAME.matcher(variable).matches()) {
                nearest(variable, inputs, values)
                        .ifPresent(input -> misspelt.add(variable + " (the input is " + input + ")"));
            }
        }
        return misspelt;
    }

    private static Optional<String> nearest(String variable, Set<String> inputs, Map<String, @Nullable Object> values) {
        String lowerCase = variable.toLowerCase(Locale.ROOT);
        return inputs.stream().filter(input -> values.get(input) == null)
                .filter(input -> distance(lowerCase, input.toLowerCase(Locale.ROOT)) <= (input.length() <= SHORT
                        ? 1
                        : 2))
                .findFirst();
    }

    /** How many characters are to be inserted, left out, replaced or swapped with the next one. */
    private static int distance(String a, String b) {
        int[][] distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int k = 0; k <= b.length(); k++) {
                int distance;
                if (i == 0 || k == 0) {
                    distance = i + k;
                } else {
                    int replaced = a.charAt(i - 1) == b.charAt(k - 1) ? 0 : 1;
                    distance = Math.min(distances[i - 1][k - 1] + replaced,
                            Math.min(distances[i - 1][k], distances[i][k - 1]) + 1);
                    if (i > 1 && k > 1 && a.charAt(i - 1) == b.charAt(k - 2) && a.charAt(i - 2) == b.charAt(k - 1)) {
                        distance = Math.min(distance, distances[i - 2][k - 2] + 1);
                    }
                }
                distances[i][k] = distance;
            }
        }
        return distances[a.length()][b.length()];
    }
}
