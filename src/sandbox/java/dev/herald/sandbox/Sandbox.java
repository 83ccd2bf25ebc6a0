package dev.herald.sandbox;

import dev.herald.HeraldApplication;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.DeployResourceCommandStep1.DeployResourceCommandStep2;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Herald with everything around it in one process: {@code mvn spring-boot:test-run}. The workers are wired as in production,
 * only settings differ.
 */
public final class Sandbox implements AutoCloseable {
    private static final String LOGBACK_FILE = "logback.configurationFile";

    private final Surroundings surroundings;
    private final ConfigurableApplicationContext herald;
    private final BpmnFolder models;
    private final List<Example> examples;
    private final Page page;
    private final String overview;

    private Sandbox(int pagePort, BpmnFolder models, List<Example> examples, Surroundings surroundings,
            ConfigurableApplicationContext herald) throws IOException {
        this.models = models;
        this.examples = examples;
        this.surroundings = surroundings;
        this.herald = herald;
        deploy();
        FreePort port = FreePort.preferably(pagePort);
        page = new Page(port.number(), new PageData(surroundings.outbox(), surroundings.watch(), models, examples,
                client()));
        overview = surroundings.overview() + "page     " + page.url() + port.note();
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
        BpmnFolder models = new BpmnFolder(arguments.processes());
        List<Example> examples = Example.in(arguments.processes());
        Surroundings surroundings = new Surroundings();
        ConfigurableApplicationContext herald = null;
        try {
            herald = startHerald(surroundings, arguments);
            return new Sandbox(arguments.pagePort(), models, examples, surroundings, herald);
        } catch (IOException | RuntimeException e) {
            if (herald != null) {
                herald.close();
            }
            surroundings.close();
            throw e;
        }
    }

    private static ConfigurableApplicationContext startHerald(Surroundings surroundings, SandboxArguments arguments) {
        SpringApplication application = new SpringApplication(HeraldApplication.class);
        application.addListeners(new SandboxSettings(surroundings.settings()));
        try {
            return application.run(arguments.forHerald().toArray(String[]::new));
        } catch (RuntimeException e) { // Spring Boot has said why
            throw new SandboxFailure("Herald did not start.", e);
        }
    }

    private void deploy() {
        DeployResourceCommandStep2 deployment = null;
        for (Path file : models.files()) {
            deployment = deployment == null
                    ? client().newDeployResourceCommand().addResourceFile(file.toString())
                    : deployment.addResourceFile(file.toString());
        }
        if (deployment == null) {
            throw new SandboxFailure("There is no BPMN file to deploy.");
        }
        try {
            deployment.send().join();
        } catch (ClientException e) {
            throw new SandboxFailure("The engine does not take the BPMN files: " + e.getMessage(), e);
        }
    }

    /** Prints where everything listens, and what became of the examples; true if every one ended as it says. */
    boolean runExamples(PrintStream out) throws InterruptedException {
        out.printf("%n%s%n%n", overview);
        boolean arrivesHere = surroundings.receiveAll(herald.getEnvironment());
        if (!arrivesHere) {
            out.printf("Settings lead messages to other servers: those are not on the page.%n%n");
        }
        return new Examples(examples, client(), surroundings.watch(), surroundings.outbox(),
                new Report(models, surroundings.outbox()), arrivesHere).run(out);
    }

    URI page() {
        return page.url();
    }

    Surroundings surroundings() {
        return surroundings;
    }

    private CamundaClient client() {
        return herald.getBean(CamundaClient.class);
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
        herald.close();
        surroundings.close();
    }
}
