package dev.herald.email.mime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Python's {@code email} package with its default policy: a parser that knows nothing of how a message was written. */
final class PythonEmail {
    private PythonEmail() {}

    /** What Python finds in each message; skips the test where there is no Python 3. */
    static List<JsonNode> parse(Path directory, List<byte[]> messages) {
        try {
            Path script = directory.resolve("parse.py");
            try (InputStream source = PythonEmail.class.getResourceAsStream("/email/parse.py")) {
                Files.write(script, source == null ? new byte[0] : source.readAllBytes());
            }
            for (int i = 0; i < messages.size(); i++) {
                Files.write(directory.resolve("%05d.eml".formatted(i)), messages.get(i));
            }
            Path result = directory.resolve("result.json");
            Path errors = directory.resolve("errors.txt");
            Process python = new ProcessBuilder("python3", script.toString(), directory.toString())
                    .redirectOutput(result.toFile()).redirectError(errors.toFile()).start();
            if (python.waitFor() != 0) {
                throw new AssertionError("python3 failed: " + Files.readString(errors));
            }
            List<JsonNode> parsed = new ArrayList<>();
            new ObjectMapper().readTree(result.toFile()).forEach(parsed::add);
            return parsed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (IOException e) {
            Assumptions.abort("no python3: " + e.getMessage());
            throw new AssertionError(e);
        }
    }

    /** Whether there is a Python 3. */
    static boolean isPresent() {
        try {
            return new ProcessBuilder("python3", "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
