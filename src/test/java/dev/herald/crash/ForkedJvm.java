package dev.herald.crash;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A main class of the tests or of Herald in a process of its own. */
public final class ForkedJvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private volatile boolean told;

    /** Starts it. */
    public ForkedJvm(Class<?> main, String... arguments) {
        this(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main.getName()),
                arguments);
    }

    /** Starts what the JVM's own arguments say. */
    ForkedJvm(List<String> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx384m"));
        command.addAll(program);
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("The output ended: " + e.getMessage());
        }
    }

    /** What it has printed so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until it has printed enough. */
    public void awaitLines(Predicate<List<String>> enough) {
        await().atMost(PATIENCE).until(() -> enough.test(lines) || !process.isAlive());
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        signalKill();
        awaitExit();
    }

    /** SIGKILL. */
    void signalKill() {
        told = true;
        process.destroyForcibly();
    }

    /** SIGTERM; the process itself would close its output as well. */
    void terminate() {
        told = true;
        boolean unused = process.toHandle().destroy();
    }

    /** Waits until it ends by itself. */
    public int awaitExit() {
        await().atMost(PATIENCE).until(() -> !process.isAlive() && !reader.isAlive());
        return process.exitValue();
    }

    /** Whether nobody told it to. */
    boolean hasEndedByItself() {
        return !process.isAlive() && !told;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }
}
