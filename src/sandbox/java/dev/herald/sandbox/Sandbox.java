package dev.herald.sandbox;

import io.camunda.client.CamundaClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/**
 * Herald with everything around it in one process: {@code mvn spring-boot:test-run}. The workers are wired as in production,
 * only settings differ.
 */
public final class Sandbox implements AutoCloseable {
    private static final String LOGBACK_FILE = "logback.configurationFile";

    private final Surroundings surroundings;
    private final Herald herald;
    private final Catalog catalog;
    private final FolderWatch folder;
    private final Operator operator;
    private final Page page;
    private final String overview;

    private Sandbox(SandboxArguments arguments, Surroundings surroundings, Herald herald) throws IOException {
        this.surroundings = surroundings;
        this.herald = herald;
        catalog = new Catalog(herald, surroundings.watch());
        folder = new FolderWatch(new BpmnFolder(arguments.processes()), catalog);
        for (String process : Tries.PROCESSES) {
            catalog.deployOwn("/sandbox/" + process + Catalog.BPMN);
        }
        FreePort port = FreePort.preferably(arguments.pagePort());
        operator = new Operator(herald, surroundings.watch(), catalog);
        page = new Page(port.number(),
                new Routes(new PageData(surroundings.outbox(), surroundings.watch(), catalog), operator));
        overview = surroundings.overview(herald.port()) + "page     " + page.url() + port.note();
    }

    public static void main(String[] arguments) {
        quieten();
        try {
            SandboxArguments parsed = SandboxArguments.parse(arguments);
            Sandbox sandbox = start(parsed);
            SpringApplication.getShutdownHandlers().add(sandbox.surroundings::deleteLedger);
            boolean succeeded = sandbox.runExamples(System.out);
            if (parsed.exitAfterExamples()) {
                System.exit(succeeded ? 0 : 1);
            }
            System.out.println(sandbox.page() + " shows what was sent and starts instances. Ctrl-C ends the sandbox.");
        } catch (SandboxFailure e) {
            System.out.println(e.getMessage());
            System.exit(1); // the engine's threads would keep a dead sandbox alive
        } catch (IOException | InterruptedException | RuntimeException e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
    }

    /** @throws SandboxFailure if it can't start, with what to change */
    static Sandbox start(SandboxArguments arguments) throws IOException {
        new BpmnFolder(arguments.processes()).files(); // before anything takes time
        Surroundings surroundings = new Surroundings();
        Herald herald = new Herald(surroundings, arguments.forHerald());
        try {
            return new Sandbox(arguments, surroundings, herald);
        } catch (IOException | RuntimeException e) {
            herald.close();
            surroundings.close();
            throw e;
        }
    }

    /** Prints where everything listens, and what became of the examples; true if every one ended as it says. */
    boolean runExamples(PrintStream out) throws InterruptedException {
        out.printf("%n%s%n%n", overview);
        boolean arrivesHere = herald.sendsHere();
        if (!arrivesHere) {
            out.printf("Settings lead messages to other servers: those are not on the page.%n%n");
        }
        return new Examples(catalog, herald.client(), surroundings.watch(), surroundings.outbox(),
                new Report(surroundings.watch().models(), surroundings.outbox()), arrivesHere).run(out);
    }

    URI page() {
        return page.url();
    }

    CamundaClient client() {
        return herald.client();
    }

    Operator operator() {
        return operator;
    }

    Catalog catalog() {
        return catalog;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** The engine logs before Spring Boot sets logging up. */
    private static void quieten() {
        System.setProperty(LOGBACK_FILE, "sandbox/logback.xml");
        LoggerFactory.getILoggerFactory();
        System.clearProperty(LOGBACK_FILE); // Spring Boot has its own property for it, and warns
    }

    @Override
    public void close() {
        page.close();
        folder.close();
        herald.close();
        surroundings.close();
    }
}
