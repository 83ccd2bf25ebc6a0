package dev.herald.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the sandbox was started with.
 *
 * @param exitAfterExamples {@code --herald.sandbox.exit-after-examples}: whether it ends by itself, with 0 if every example
 *        ended as it says
 * @param processes {@code --herald.sandbox.processes}: the folder of the BPMN files and examples
 * @param pagePort {@code --herald.sandbox.page-port}: the usual port of the page, 0 for any
 * @param forHerald everything else, in its order
 */
record SandboxArguments(boolean exitAfterExamples, Path processes, int pagePort, List<String> forHerald) {
    private static final String PREFIX = "--herald.sandbox.";
    private static final int PAGE_PORT = 8080;

    /** @throws SandboxFailure if an argument of the sandbox is unknown or can't be read */
    static SandboxArguments parse(String... arguments) {
        boolean exitAfterExamples = false;
        Path processes = Path.of("bpmn");
        int pagePort = PAGE_PORT;
        List<String> forHerald = new ArrayList<>();
        for (String argument : arguments) {
            if (!argument.startsWith(PREFIX)) {
                forHerald.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = argument.substring(PREFIX.length(), equals < 0 ? argument.length() : equals);
            String value = equals < 0 ? "" : argument.substring(equals + 1);
            switch (name) {
                case "exit-after-examples" -> exitAfterExamples = isTrue(argument, value);
                case "processes" -> processes = Path.of(value);
                case "page-port" -> pagePort = port(argument, value);
                default -> throw new SandboxFailure(argument + " is unknown. The sandbox knows " + PREFIX
                        + "exit-after-examples=true, " + PREFIX + "processes=<folder> and " + PREFIX
                        + "page-port=<port>.");
            }
        }
        return new SandboxArguments(exitAfterExamples, processes, pagePort, List.copyOf(forHerald));
    }

    private static boolean isTrue(String argument, String value) {
        return switch (value) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw new SandboxFailure(argument + " is neither true nor false.");
        };
    }

    private static int port(String argument, String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new SandboxFailure(argument + " is no port.");
        }
        return Integer.parseInt(value);
    }
}
